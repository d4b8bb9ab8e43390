"""From the Redis channel to the group, as a process outside of the consumers sends."""

import asyncio
import os

import django
import redis.asyncio as redis
from channels.layers import get_channel_layer

from channels_tutorial.consumers import ROOM


async def main() -> None:
    """Relay until ended."""
    layer = get_channel_layer()
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    subscription = client.pubsub()
    await subscription.subscribe(os.environ["CHANNEL"])
    async for message in subscription.listen():
        if message["type"] == "message":
            text = message["data"].decode()
            await layer.group_send(ROOM, {"type": "chat.message", "message": text})


django.setup()
asyncio.run(main())
