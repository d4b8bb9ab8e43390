"""The AsyncAPI document is true of the texts that travel and of the frames that carry them."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.contrib.staticfiles import finders

from forecasts import services
from realtime.wire import websocket_frames
from realtime.wire.formats import Batch
from weather.journal.cursors import Cursor
from weather.journal.events import event_types
from weather.journal.models import JournalEntry
from weather.journal.selectors import Entry, Place

found = finders.find("forecasts/asyncapi.json")
assert isinstance(found, str)
DOCUMENT: dict[str, Any] = json.loads(Path(found).read_text(encoding="utf-8"))


def _check(name: str, text: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(json.loads(text))


@pytest.fixture
def texts(db: None) -> dict[str, str]:
    """One real text of each type."""
    forecast = services.create_forecast(date=dt.date(2025, 10, 25), temperature_c=Decimal(25))
    services.update_forecast(forecast_id=forecast.pk, temperature_c=Decimal("26.5"))
    services.delete_forecast(forecast_id=forecast.pk)
    return dict(JournalEntry.objects.values_list("type", "text"))


@pytest.mark.parametrize("kind", ["created", "updated", "deleted"])
def test_a_real_event_is_as_the_document_says(texts: dict[str, str], kind: str) -> None:
    _check(kind, texts[f"weatherforecast.{kind}"])


def test_the_document_names_the_channel_of_every_event_type() -> None:
    addresses = {channel["address"] for channel in DOCUMENT["channels"].values()}

    assert addresses - {"/ws/weatherforecast"} == set(event_types())


@pytest.mark.parametrize("kind", ["created", "updated", "deleted"])
def test_the_document_refuses_an_event_without_its_position(
    texts: dict[str, str], kind: str
) -> None:
    event = json.loads(texts[f"weatherforecast.{kind}"])
    del event["sequence"]

    with pytest.raises(jsonschema.ValidationError, match="sequence"):
        _check(kind, json.dumps(event))


def test_the_frames_are_as_the_document_says(texts: dict[str, str]) -> None:
    at = Cursor("e", 7, "0123456789abcdef")
    entries = [Entry(number, text, "7" * 64) for number, text in enumerate(texts.values(), 1)]
    _check("events", websocket_frames.events(Batch("e", 0, Place(3, "7" * 64), entries)))
    _check(
        "welcome", websocket_frames.welcome(at=at, connection="c", heartbeat=20.0, signed_in=False)
    )
    _check("heartbeat", websocket_frames.heartbeat(7))
    _check("resync", websocket_frames.resync(reason="other_history", at=at))
    _check("closing", websocket_frames.closing(reason="server_restart", retry_after_ms=2000))
