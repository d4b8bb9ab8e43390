"""Open pages apply the events of forecasts, and not those of other kinds with the same id."""

import pytest
from playwright.sync_api import expect

from tests.e2e.people import People, cell, row, toasts

pytestmark = pytest.mark.browser

_STATIONS = """
from django.db import transaction
from weather.actor import acting
from weather.journal.events import DomainEvent
from weather.journal.services import emit

class StationCreated(DomainEvent):
    type = "station.created"

class StationDeleted(DomainEvent):
    type = "station.deleted"

data = dict(id={id}, name="Blindern", location="Station", date="2025-10-25", temperatureC=1,
    summary="", version=9)
with transaction.atomic():
    for event in (StationCreated, StationDeleted):
        emit(event(subject="station/{id}", data=data), by=acting())
"""


def test_a_station_with_a_forecast_s_id_changes_no_forecast(people: People) -> None:
    made = people.post(location="Oslo").body["id"]
    board = people.open("ada")
    history = people.open(path=f"/weatherforecast/{made}/history")
    form = people.open("grace", path=f"/weatherforecast/{made}/edit")
    before = board.locator("#total").inner_text()

    people.desk.manage("shell", "--no-imports", "--command", _STATIONS.format(id=made))
    other = people.post(location="Bergen").body["id"]  # its event comes after theirs
    expect(row(board, other)).to_be_visible()

    expect(cell(board, made, "location")).to_have_text("Oslo")
    assert board.locator("#total").inner_text() != before
    expect(board.get_by_text("Station", exact=True)).to_have_count(0)
    assert "Station" not in toasts(board).all_inner_texts()
    expect(board.locator("#activity [data-kind=deleted]")).to_have_count(0)
    expect(history.locator(".change")).to_have_count(1)
    expect(form.locator("#meanwhile")).to_be_hidden()
    expect(form.get_by_label("Location")).to_have_value("Oslo")
