"""Opens some sockets of the process's own before it listens, so that the first real one is fast.

Python specialises a function when it has been called eight times, and code that has not run yet
must be read from memory.
"""

import asyncio
import socket
from collections.abc import Callable

import structlog

from weather.http.warm_up import allowed_host

logger = structlog.get_logger(__name__)

SOCKETS = 10
# For all of them. The first waits until the hub has read the journal. Seconds.
PATIENCE_SECONDS = 1.0
_WELCOME = b'"welcome"'
_HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def open_first_sockets(protocol: Callable[[], asyncio.Protocol], *, path: str) -> None:
    """Open sockets one by one, each until it is welcomed.

    protocol: makes the server's side. A failure, or a refusal, is logged and does not
    stop the process.
    """
    request = _HANDSHAKE.format(path=path, host=allowed_host()).encode()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for _ in range(SOCKETS):
                await _open(protocol, request)
    except (OSError, TimeoutError):
        logger.warning("not warmed up", path=path, exc_info=True)


async def _open(protocol: Callable[[], asyncio.Protocol], request: bytes) -> None:
    ours, theirs = socket.socketpair()
    await asyncio.get_running_loop().connect_accepted_socket(protocol, theirs)
    reader, writer = await asyncio.open_connection(sock=ours)
    try:
        writer.write(request)
        heard = b""
        while _WELCOME not in heard and (more := await reader.read(65_536)):
            heard += more
    finally:
        writer.close()
