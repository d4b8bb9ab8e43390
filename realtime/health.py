"""Health checks of the live part: the broker, the subscriber, the hub."""

import redis
from django.db import DatabaseError

from realtime.broker.publisher import client
from realtime.broker.refusals import reason
from realtime.broker.subscriber import HEARTBEAT_KEY
from realtime.hub.process import running_hub
from weather.health.results import Result, State
from weather.journal.selectors import head

# A hub further behind than this does not receive events. Events.
BEHIND = 1000


def broker() -> Result:
    """Ping the broker; without it changes arrive by the journal, a little later."""
    try:
        client().ping()
    except (redis.RedisError, OSError) as error:
        return Result("broker", State.DEGRADED, reason(error))
    return Result("broker", State.OK, "answers")


def subscriber() -> Result:
    """Look for the key that a subscriber sets in the broker every second."""
    try:
        found = client().exists(HEARTBEAT_KEY)
    except (redis.RedisError, OSError):
        return Result("subscriber", State.DEGRADED, "not known while the broker is away")
    if not found:
        return Result("subscriber", State.DEGRADED, "none runs: start manage.py runsubscriber")
    return Result("subscriber", State.OK, "runs")


def hub() -> Result:
    """Compare the hub of this process with the journal's head."""
    found = running_hub()
    if found is None or not found.ready.is_set():
        return Result("hub", State.DOWN, "has not read the journal yet")
    try:
        behind = head().position - found.tail.position
    except DatabaseError as error:
        return Result("hub", State.DEGRADED, f"journal not read: {type(error).__name__}")
    said = f"sockets and streams: {len(found.connections)}, events behind: {max(0, behind)}"
    return Result("hub", State.DEGRADED if behind > BEHIND else State.OK, said)
