"""A web process whose journal is longer than its window."""

from collections.abc import Iterator

import pytest

from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

from .asking import head

_WRITE = """
from django.db import transaction
from forecasts import services
from weather.actor import acting_as
import datetime, decimal
with transaction.atomic(), acting_as(actor="ada", source="/weather/import"):
    for number in range({count}):
        services.create_forecast(date=datetime.date(2025, 1, 1), temperature_c=decimal.Decimal(1),
            summary="two\\nlines", location=f"Place {{number}}")
"""
#: Two full chunks and a part of a third; the window holds only the last events.
EVENTS, WINDOW = 1060, 50


def write(desk: Desk, count: int) -> None:
    """Write events that the web process reads from the journal."""
    desk.manage("shell", "--no-imports", "--command", _WRITE.format(count=count))


def post(desk: Desk) -> None:
    """Write one event as the account ada, and wait until the hub has it."""
    before = head(desk)
    assert post_forecast(desk, location="Vardø") == 201
    eventually(lambda: head(desk) > before, what="the event")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    settings = {"HUB_WINDOW": str(WINDOW), "PUBLIC_ACTORS": "true", "HEARTBEAT_SECONDS": "0.5"}
    with Desk(settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        write(desk, EVENTS)
        eventually(lambda: head(desk).startswith(f"{EVENTS:019}"), what="the events")
        yield desk
