"""Floor: the least that Python's websockets library does. Redis pub/sub to broadcast()."""

import os
from contextlib import suppress

import redis.asyncio as redis
import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

connections: set[ServerConnection] = set()


async def handle(websocket: ServerConnection) -> None:
    """Keep a connection while it is open."""
    connections.add(websocket)
    with suppress(ConnectionClosed):
        await websocket.wait_closed()
    connections.discard(websocket)


async def main() -> None:
    """Serve, and relay the channel."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    async with serve(handle, "127.0.0.1", int(os.environ["PORT"]), compression=None, backlog=2048):
        subscription = client.pubsub()
        await subscription.subscribe(os.environ["CHANNEL"])
        async for message in subscription.listen():
            if message["type"] == "message":
                broadcast(connections, message["data"].decode())


uvloop.run(main())
