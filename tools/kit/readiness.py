"""Checks from outside that a process works."""

import http.client
from urllib.parse import urlsplit

import psycopg
import redis

from tools.kit.broker import Broker


def answers(url: str) -> bool:
    """Return whether a GET of the URL is answered, also by a redirect or a refusal."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status < 500
    except (http.client.HTTPException, OSError):
        return False
    finally:
        connection.close()


def connects(url: str) -> bool:
    """Return whether a PostgreSQL takes a connection."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def subscribed(broker: Broker) -> bool:
    """Return whether new forecasts have a subscriber; True without a broker."""
    if not broker.running:
        return True
    with redis.Redis.from_url(broker.url, socket_timeout=2) as client:
        return any(count for _, count in client.pubsub_numsub("weatherforecast.created"))
