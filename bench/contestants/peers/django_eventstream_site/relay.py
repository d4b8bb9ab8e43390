"""From the Redis channel to send_event()."""

import os

import django
import redis
from django_eventstream import send_event


def main() -> None:
    """Relay until ended."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    subscription = client.pubsub()
    subscription.subscribe(os.environ["CHANNEL"])
    for message in subscription.listen():
        if message["type"] == "message":
            send_event("test", "message", message["data"].decode(), json_encode=False)


django.setup()
main()
