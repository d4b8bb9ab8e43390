"""A process frozen at any point of a transaction blocks the journal only for a short time.

A proxy passes the first messages of its connection and then no more, as from a stopped process:
the connection stays open, and the database sees no error.
"""

import asyncio
import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, connections, transaction

from forecasts.analytics.follower import count
from forecasts.analytics.models import EventCount
from forecasts.models import Forecast
from forecasts.services import import_forecasts
from tools.kit.proxy import Proxy
from weather.journal.models import JournalEntry

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastFields

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no connections to freeze"
    ),
]

# Instead of the 10 s of weather/postgresql/base.py.
_IDLE_MILLISECONDS = 1_000
_LOCK_MILLISECONDS = 8_000
# After BEGIN and SET LOCAL: statements for ids, rows, head, entries and counts, and COMMIT.
_MESSAGES = 7
_DAYS = 20


def _write() -> None:
    """Write the rows that a web process and a follower write."""
    rows: list[ForecastFields] = [
        {
            "date": dt.date(2026, 7, 1) + dt.timedelta(days=day),
            "temperature_c": Decimal(day),
            "summary": "Warm",
            "location": f"Place {day % 2}",
        }
        for day in range(_DAYS)
    ]
    import_forecasts(rows=rows)
    count(list(JournalEntry.objects.order_by("-position")[:_DAYS]))


def _limit(name: str, milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = {milliseconds}")


def _write_over(proxy: Proxy, messages: int) -> None:
    """Write in this thread over the proxy, which stalls after some messages."""
    mine = connection.copy()
    options = {"sslmode": "disable", "gssencmode": "disable"}
    place = {"HOST": "127.0.0.1", "PORT": proxy.port, "OPTIONS": options}
    mine.settings_dict = {**mine.settings_dict, **place}
    connections["default"] = mine
    with suppress(DatabaseError), transaction.atomic():
        _limit("idle_in_transaction_session_timeout", _IDLE_MILLISECONDS)
        proxy.stall_after(messages)
        _write()
    with suppress(DatabaseError):
        mine.close()
    del connections["default"]  # the thread may be used again


def _write_beside() -> None:
    """Write on this thread's own connection."""
    try:
        with transaction.atomic():
            _limit("lock_timeout", _LOCK_MILLISECONDS)
            _write()
    finally:
        connections.close_all()


def _check() -> None:
    """Check that the frozen writer wrote nothing."""
    try:
        assert Forecast.objects.count() == JournalEntry.objects.count() == _DAYS
        assert sum(EventCount.objects.values_list("events", flat=True)) == _DAYS
    finally:
        connections.close_all()


async def _freeze_and_write_beside(messages: int) -> None:
    proxy = Proxy("database", int(connection.settings_dict["PORT"]))
    await proxy.start()
    frozen = asyncio.create_task(asyncio.to_thread(_write_over, proxy, messages))
    try:
        await asyncio.wait_for(proxy.stalled.wait(), 20)
        await asyncio.to_thread(_write_beside)
    finally:
        proxy.reset_all()
        proxy.stop()
        await asyncio.wait_for(frozen, 20)

    await asyncio.to_thread(_check)


@pytest.mark.parametrize("messages", range(_MESSAGES))
async def test_others_can_write_whichever_message_was_its_last(messages: int) -> None:
    await _freeze_and_write_beside(messages)


@pytest.mark.parametrize("chunks", range(4, 16))
async def test_others_can_write_wherever_a_batch_in_parts_was_cut(
    chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weather.journal.inserting._PART", 7)  # rows
    monkeypatch.setattr("tools.kit.proxy._CHUNK", 2_000)  # bytes: three for a part of the journal

    await _freeze_and_write_beside(chunks)
