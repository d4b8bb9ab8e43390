"""Events of other kinds belong to no forecast, whatever their ids; old events may lack fields."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from forecasts.models import Forecast
from forecasts.reads import history
from forecasts.rules.public_form import completed
from tests.forecasts.rows import make_forecast
from tests.weather.journal.other_kinds import event_class
from tests.weather.journal.sabotage import edit
from weather.actor import acting
from weather.journal import selectors
from weather.journal.events import DomainEvent, kind_of
from weather.journal.models import JournalEntry
from weather.journal.services import emit

pytestmark = pytest.mark.django_db


def record(*events: DomainEvent) -> None:
    with transaction.atomic():
        for event in events:
            emit(event, by=acting())


def test_other_kinds_are_in_no_activity_and_in_no_history(client: Client) -> None:
    forecast = make_forecast()
    data = {"id": forecast.pk, "name": "Blindern"}
    # The second is not about forecasts either, though its type begins with the same letters.
    for type_ in ("station.created", "weatherforecasts.created"):
        subject = f"{kind_of(type_)}/{forecast.pk}"
        with event_class(type_) as made:
            record(*(made(subject=subject, data=data) for _ in range(60)))

    for path in ("activity", f"{forecast.pk}/history", ""):
        answer = client.get(f"/weatherforecast/{path}")
        assert answer.status_code == 200
        assert answer.content.decode().count('data-kind="created"') == 1
        assert "Blindern" not in answer.content.decode()
    latest = history.changes(until=selectors.head().position, limit=5, with_names=True)
    assert [change.position for change in latest.changes] == [1]
    assert latest.older is None


def without(*names: str) -> None:
    """Remove members from the last entry's data, as if it were older than these fields."""
    entry = JournalEntry.objects.latest("position")
    event = json.loads(entry.text)
    for name in names:
        del event["data"][name]
    edit(entry.position, text=json.dumps(event))


@pytest.mark.parametrize("names", [["summary"], ["location"], ["version"], ["summary", "location"]])
def test_entries_older_than_a_field_are_read_with_its_default(
    client: Client, names: list[str]
) -> None:
    forecast = make_forecast()
    without(*names)

    for path in ("activity", f"{forecast.pk}/history", "", f"{forecast.pk}/edit"):
        assert client.get(f"/weatherforecast/{path}").status_code in (200, 302)
    data: Any = history.data_at(forecast.pk, 1)
    assert data["version"] == 1
    assert set(completed({})) == {"summary", "location", "version"}
    assert Forecast.objects.get().pk == forecast.pk
