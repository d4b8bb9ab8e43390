"""The project's subclass of uvicorn's protocol, over real sockets."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from bench.load.swarm.handshakes import masked, websocket
from realtime.server.http_protocol import PageProtocol
from realtime.server.websocket_protocol import SocketProtocol
from realtime.wire.encoded import Outgoing
from realtime.wire.transport import EXTENSION, abort

pytestmark = pytest.mark.once

_CLOSE = masked((1000).to_bytes(2, "big"), opcode=8)
# More bytes than the two ends of a connection buffer.
_MUCH = "x" * 16_000_000
_PROTOCOLS = (PageProtocol, SocketProtocol)


async def _application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    if scope["path"] == "/much":
        await send({"type": "websocket.send", "text": _MUCH})
    if scope["path"] == "/extension":
        scope["extensions"][EXTENSION]["write"](Outgoing("encoded once"))
    if scope["path"] == "/abort":
        abort(scope)
    while (await receive())["type"] != "websocket.disconnect":
        pass


@asynccontextmanager
async def served() -> AsyncIterator[tuple[uvicorn.Server, int]]:
    """Yield a running server and its port; at the end wait until the server has stopped."""
    server = uvicorn.Server(
        uvicorn.Config(
            _application,
            port=0,
            http=PageProtocol,
            ws=SocketProtocol,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - a flag is all that uvicorn has
        await asyncio.sleep(0.01)
    yield server, server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def test_a_closing_socket_does_not_stop_the_close_of_the_others() -> None:
    async with served() as (server, port):
        with socket.create_connection(("127.0.0.1", port)) as stuck:
            stuck.sendall(websocket(port, "/much").request)
            assert b" 101 " in await asyncio.to_thread(stuck.recv, 1024)
            stuck.sendall(_CLOSE)  # the server's answer waits behind unread bytes
            others = [await connect(f"ws://127.0.0.1:{port}/") for _ in range(5)]
            server.should_exit = True
            for other in others:
                with pytest.raises(ConnectionClosedError, match="1012"):
                    await asyncio.wait_for(other.recv(), 15)


async def test_the_application_writes_an_encoded_frame_by_the_extension() -> None:
    async with served() as (_, port), connect(f"ws://127.0.0.1:{port}/extension") as reader:
        assert await asyncio.wait_for(reader.recv(), 15) == "encoded once"


async def test_the_application_drops_a_socket_by_the_extension() -> None:
    async with served() as (_, port), connect(f"ws://127.0.0.1:{port}/abort") as reader:
        with pytest.raises(ConnectionClosedError) as closed:
            await asyncio.wait_for(reader.recv(), 15)

        assert closed.value.rcvd is None  # no close frame: the transport is gone


async def test_a_closed_socket_is_freed_without_the_garbage_collector() -> None:
    async with served() as (_, port):
        gc.collect()
        gc.disable()
        try:
            for _ in range(5):
                async with connect(f"ws://127.0.0.1:{port}/"):
                    pass
            async with asyncio.timeout(5):
                while any(type(each) in _PROTOCOLS for each in gc.get_objects()):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            gc.enable()
