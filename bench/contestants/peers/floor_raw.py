"""Floor: bare transports that all get the same frame. No library, no check, no back-pressure."""

import asyncio
import base64
import hashlib
import os
import re
from typing import cast

import redis.asyncio as redis
import uvloop

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
transports: set[asyncio.Transport] = set()


class Connection(asyncio.Protocol):
    """Answers the handshake and forgets what comes after."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer the handshake."""
        key = re.search(rb"Sec-WebSocket-Key: (\S+)", data)
        if key is None:
            return
        accept = base64.b64encode(hashlib.sha1(key[1] + _MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        transports.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        transports.discard(self.transport)


async def main() -> None:
    """Serve, and relay the channel."""
    loop = asyncio.get_running_loop()
    await loop.create_server(Connection, "127.0.0.1", int(os.environ["PORT"]), backlog=2048)
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    subscription = client.pubsub()
    await subscription.subscribe(os.environ["CHANNEL"])
    async for message in subscription.listen():
        if message["type"] == "message":
            frame = b"\x81\x7e" + len(message["data"]).to_bytes(2, "big") + message["data"]
            for transport in transports:
                transport.write(frame)


uvloop.run(main())
