"""Which messages on the broker are events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.wire.envelopes import (
    LARGEST_EVENT,
    BadEnvelope,
    correlation_of,
    read,
    subject_of,
)
from tests.hostile import anything
from tests.realtime.sealing import CREATED, sealed
from weather.journal.signature import signed, unsigned

pytestmark = pytest.mark.once


def altered(**fields: Any) -> str:
    """Return a signed event with changed fields; a field that is None is left out."""
    event = {**json.loads(unsigned(sealed(43))), **fields}
    kept = {name: value for name, value in event.items() if value is not None}
    return signed(json.dumps(kept, separators=(",", ":")))


def test_an_event_is_read_and_its_text_kept_unchanged() -> None:
    text = sealed(43)

    envelope = read(text, channel=CREATED)

    assert envelope.text is text
    assert (envelope.epoch, envelope.position) == ("e1", 43)
    assert envelope.source == "/weather/api"
    assert (subject_of(text), correlation_of(text)) == ("weatherforecast/43", "c-1")


def test_unknown_fields_are_ignored() -> None:
    assert read(altered(traceparent="00-1", data=[1]), channel=CREATED).position == 43


@pytest.mark.parametrize(
    "fields",
    [
        *({"specversion": None}, {"specversion": "2.0"}, {"specversion": 1.0}),
        *({"type": None}, {"type": "weatherforecast.deleted"}, {"type": ["a"]}),
        *({"sequence": None}, {"sequence": 43}, {"sequence": ""}, {"sequence": "-1"}),
        *({"sequence": "1.0"}, {"sequence": "٣"}, {"sequence": "9" * 20}, {"sequence": "1 "}),
        *({"epoch": None}, {"epoch": ""}, {"epoch": 1}, {"source": None}, {"source": {}}),
    ],
)
def test_an_invalid_field_is_refused_by_name(fields: dict[str, Any]) -> None:
    [name] = fields

    with pytest.raises(BadEnvelope, match=name):
        read(altered(**fields), channel=CREATED)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "{", "null", "[]", "1", '"x"', "{}", "NaN", "\x00", "\ufffd"),
        *("[" * 100_000, '{"a":' * 100_000, "9" * 5000, " " * (LARGEST_EVENT + 1)),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_a_message_that_is_not_an_event_is_refused(text: str) -> None:
    with pytest.raises(BadEnvelope):
        read(text, channel=CREATED)


def test_a_text_that_was_not_sealed_here_is_refused() -> None:
    with pytest.raises(BadEnvelope, match="signature"):
        read(unsigned(sealed(43)), channel=CREATED)


_fields = ["specversion", "type", "sequence", "epoch", "source", "subject", "correlationid"]


@given(st.dictionaries(st.sampled_from(_fields), anything, min_size=1))
def test_whatever_a_field_holds_it_is_refused_or_is_an_event(fields: dict[str, Any]) -> None:
    text = altered(**fields)

    try:
        envelope = read(text, channel=CREATED)
    except BadEnvelope:
        return
    assert envelope.text == text
