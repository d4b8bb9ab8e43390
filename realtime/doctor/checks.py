"""Checks that are too slow for a probe, or about more than one process."""

import asyncio
import datetime as dt
import http.client
import json
import ssl
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from realtime.broker.refusals import reason
from weather.health.results import Result, State
from weather.journal.integrity.rows import differences, registered

from .canary import canary
from .configuration import configuration
from .encryption import broker_tls, database_tls
from .processes import processes
from .site import site

ROUND_TRIP_SECONDS = 2.0
# The tolerated difference between this machine's clock and the database's. Seconds.
SKEW_SECONDS = 2.0


def clock() -> Result:
    """Compare this machine's clock with the database's."""
    if connection.vendor != "postgresql":
        return Result("clock", State.OK, "the database runs on this machine")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            [there] = cursor.fetchone()
    except DatabaseError as error:
        return Result("clock", State.DOWN, f"not read: {type(error).__name__}")
    return of_skew(timezone.now() - there)


def of_skew(skew: dt.timedelta) -> Result:
    """Judge a difference between the two clocks."""
    seconds = skew.total_seconds()
    if abs(seconds) <= SKEW_SECONDS:
        return Result("clock", State.OK, f"{abs(seconds):.1f} s from the database's")
    detail = f"{seconds:+.1f} s from the database's: let both machines have their time by NTP"
    return Result("clock", State.DEGRADED, detail)


def rows() -> Result:
    """Compare every row with its last entry in the journal."""
    try:
        first = next((each for kind in registered() for each in differences(kind)), None)
    except DatabaseError as error:
        return Result("rows", State.DOWN, f"not read: {type(error).__name__}")
    if first is None:
        return Result("rows", State.OK, "match the journal")
    return Result("rows", State.DEGRADED, f"{first}; run manage.py verifyjournal --rows")


def channel_layer() -> Result:
    """Send a message through the channel layer to this process."""
    try:
        asyncio.run(asyncio.wait_for(_round_trip(), ROUND_TRIP_SECONDS))
    except Exception as error:
        why = "no answer" if isinstance(error, TimeoutError) else reason(error)
        detail = (
            f"{why}: web processes hear of each other's changes by the journal only (REDIS_URL)"
        )
        return Result("channel layer", State.DEGRADED, detail)
    return Result("channel layer", State.OK, "round trip completed")


async def _round_trip() -> None:
    layer: Any = get_channel_layer()
    channel, group, word = await layer.new_channel(), f"doctor.{token_hex(8)}", token_hex(8)
    await layer.group_add(group, channel)
    try:
        await layer.group_send(group, {"type": "doctor", "word": word})
        while (await layer.receive(channel)).get("word") != word:
            pass
    finally:
        await layer.group_discard(group, channel)
        await layer.flush()


def web() -> Result:
    """Query /readyz of this machine's web process."""
    return _process("web", settings.WEB_HOST, settings.WEB_PORT, "manage.py runweb")


def api() -> Result:
    """Query /readyz of this machine's api process."""
    return _process("api", settings.API_HOST, settings.API_PORT, "manage.py runapi")


def _process(name: str, host: str, port: int, command: str) -> Result:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    where = f"{host} port {port}"
    asking = _asking(host, port)
    try:
        asking.request(
            "GET", f"{settings.PATH_PREFIX}/readyz", headers={"Accept": "application/json"}
        )
        document = json.loads(asking.getresponse().read())
        state = State(document["status"])
    except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
        said = f"no answer at {where} ({type(error).__name__}): start {command}"
        return Result(name, State.DOWN, said)
    finally:
        asking.close()
    bad = [
        f"{part}: {found['detail']}"
        for part, found in document["checks"].items()
        if found["status"] != State.OK
    ]
    return Result(name, state, "; ".join(bad) or f"ready at {where}")


def _asking(host: str, port: int) -> http.client.HTTPConnection:
    if not settings.TLS:
        return http.client.HTTPConnection(host, port, timeout=5)
    context = ssl.create_default_context(cafile=settings.DATA_DIR / "tls" / "authority.pem")
    return http.client.HTTPSConnection(host, port, timeout=5, context=context)


#: In the order of the report.
CHECKS: list[Callable[[], Result]] = [
    *[configuration, site, broker_tls, database_tls, clock, rows, channel_layer, web, api],
    *[processes, canary],
]
