"""Publishes the event on a Redis channel, for the peers: `python -m … URL CHANNEL TEXT`."""

import sys
import time

import redis

from bench.load.publishing.pacing import serve_orders


def main(url: str, channel: str, text: str) -> None:
    """Serve orders."""
    client = redis.Redis.from_url(url)

    def send(count: int) -> float:
        now = time.monotonic()
        pipe = client.pipeline(transaction=False)
        for _ in range(count):
            pipe.publish(channel, text)
        pipe.execute()
        return now

    serve_orders(send)


if __name__ == "__main__":
    main(*sys.argv[1:])
