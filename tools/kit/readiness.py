"""How to tell from outside that a process does its work."""

import urllib.error
import urllib.request

import redis

from tools.kit.broker import Broker


def answers(url: str) -> bool:
    """Tell whether a GET of the URL is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def subscribed(broker: Broker) -> bool:
    """Tell whether somebody listens to new forecasts; with no broker there is nothing to hear."""
    if not broker.running:
        return True
    with redis.Redis.from_url(broker.url, socket_timeout=2) as client:
        return any(count for _, count in client.pubsub_numsub("weatherforecast.created"))
