"""The AsyncAPI document and its page are generated from the events' classes and frames' types."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from django.test import Client

from api_project.contract.schemas import SCHEMAS
from api_project.contract.types_as_schemas import object_schema
from forecasts.rules.fields import ForecastData
from realtime.wire import sse_events, websocket_frames
from realtime.wire.formats import Batch
from realtime.wire.notices import OnPage
from tests.api.problems import body
from tests.described_events import check_event, check_frame, check_streamed
from tests.forecasts.rows import make_forecast
from tests.node import package, run_node
from tools.kit.npm import ASYNCAPI_PARSER
from weather.journal.cursors import Cursor
from weather.journal.events import public_event_types
from weather.journal.models import JournalEntry
from weather.journal.selectors import Entry, Place

pytestmark = pytest.mark.django_db
AT = Cursor("e", 7, "0123456789abcdef")


@pytest.fixture
def document(anyone: Client) -> Any:
    return body(anyone.get("/asyncapi.json"))


def test_it_has_a_channel_for_each_event_type_and_each_transport(document: Any) -> None:
    addresses = {channel["address"] for channel in document["channels"].values()}

    assert addresses == {
        *public_event_types(),
        "/ws/weatherforecast",
        "/weatherforecast/stream",
    }


@pytest.mark.once
def test_the_official_parser_finds_no_error(document: Any, tmp_path: Path) -> None:
    parser = package(ASYNCAPI_PARSER) / "cjs" / "index.js"
    (path := tmp_path / "asyncapi.json").write_text(json.dumps(document), encoding="utf-8")
    script = Path(__file__).parents[1] / "clients" / "parse_asyncapi.mjs"

    done = run_node(script, parser.as_uri(), path)

    assert json.loads(done.stdout or "null") == [], done.stderr


def test_its_examples_match_its_schemas(document: Any) -> None:
    for message in document["components"]["messages"].values():
        for example in message.get("examples", []):
            check_event(json.dumps(example["payload"]))


def test_an_event_s_forecast_has_the_api_s_fields() -> None:
    assert object_schema(ForecastData)["required"] == sorted(SCHEMAS["Forecast"]["required"])


def test_an_event_without_its_position_is_refused() -> None:
    make_forecast()
    event = json.loads(JournalEntry.objects.values_list("text", flat=True)[0])
    check_event(json.dumps(event))

    with pytest.raises(jsonschema_rs.ValidationError, match="sequence"):
        check_event(json.dumps({name: event[name] for name in event if name != "sequence"}))
    with pytest.raises(jsonschema_rs.ValidationError, match="mood"):
        check_event(json.dumps({**event, "mood": "fine"}))
    with pytest.raises(CloudEventValidationError):
        JSONFormat().read(None, json.dumps({**event, "subject": ""}))


@pytest.mark.parametrize("reason", ["server_restart", "signed_out"])
def test_frames_and_server_sent_events_match_its_schemas(reason: Any) -> None:
    make_forecast()
    text = JournalEntry.objects.values_list("text", flat=True)[0]
    batch = Batch("e", 0, Place(1, "7" * 64), [Entry(1, text, "7" * 64)])
    for format_ in (websocket_frames, sse_events):
        sent = [
            format_.events(batch),
            format_.welcome(at=AT, connection="c", heartbeat=20.0, signed_in=False),
            format_.heartbeat(7),
            format_.resync(reason="other_history", at=AT),
            format_.closing(reason=reason, retry_after_ms=2000),
        ]
        if format_ is websocket_frames:
            here = [OnPage(name="ada", page="/weatherforecast/", editing=n) for n in (None, 7)]
            sent.append(websocket_frames.presence(here))
        for each in sent:
            if format_ is websocket_frames:
                check_frame(json.loads(each))
            elif not each.startswith(":"):  # a comment, sent as a heartbeat
                check_streamed(dict(line.split(": ", 1) for line in each.strip().split("\n")))


def test_the_page_names_every_channel_and_message(document: Any, anyone: Client) -> None:
    page = anyone.get("/asyncapi/").content.decode()

    for channel in document["channels"].values():
        assert f"<code>{channel['address']}</code>" in page
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page
