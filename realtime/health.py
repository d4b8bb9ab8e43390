"""Health checks of the live part: the broker, the subscriber, the hub."""

import redis
from django.db import DatabaseError
from django.utils.translation import gettext_noop

from realtime.broker.publisher import client
from realtime.broker.shown_refusals import shown_reason
from realtime.broker.subscriber import HEARTBEAT_KEY
from realtime.hub.process import running_hub
from weather.health.results import Result, State
from weather.health.words import worded
from weather.journal.selectors import head

BROKER, SUBSCRIBER, HUB = gettext_noop("broker"), gettext_noop("subscriber"), gettext_noop("hub")
# A hub further behind than this does not receive events. Events.
BEHIND = 1000


def broker() -> Result:
    """Ping the broker; without it changes arrive by the journal, a little later."""
    try:
        client().ping()
    except (redis.RedisError, OSError) as error:
        return Result(BROKER, State.DEGRADED, shown_reason(error))
    return Result(BROKER, State.OK, worded(gettext_noop("answers")))


def subscriber() -> Result:
    """Look for the key that a subscriber sets in the broker every second."""
    try:
        found = client().exists(HEARTBEAT_KEY)
    except (redis.RedisError, OSError):
        said = worded(gettext_noop("not known while the broker is away"))
        return Result(SUBSCRIBER, State.DEGRADED, said)
    if not found:
        said = worded(gettext_noop("none runs: start manage.py runsubscriber"))
        return Result(SUBSCRIBER, State.DEGRADED, said)
    return Result(SUBSCRIBER, State.OK, worded(gettext_noop("runs")))


def hub() -> Result:
    """Compare the hub of this process with the journal's head."""
    found = running_hub()
    if found is None or not found.ready.is_set():
        return Result(HUB, State.DOWN, worded(gettext_noop("has not read the journal yet")))
    try:
        behind = head().position - found.tail.position
    except DatabaseError as error:
        said = worded(gettext_noop("journal not read: %(error)s"), error=type(error).__name__)
        return Result(HUB, State.DEGRADED, said)
    said = worded(
        gettext_noop("sockets and streams: %(sockets)s, events behind: %(behind)s"),
        sockets=len(found.connections),
        behind=max(0, behind),
    )
    return Result(HUB, State.DEGRADED if behind > BEHIND else State.OK, said)
