"""Parses the members of a broker's event that the relay needs."""

import json
from dataclasses import dataclass

from weather.whole_numbers import whole_number

# Genuine events are much shorter; longer texts are not relayed. Characters.
LARGEST_EVENT = 1_000_000


class BadEnvelope(ValueError):
    """The message is not a genuine event; the text says why."""


@dataclass(frozen=True)
class Envelope:
    """The members that the relay needs. `text`: the exact text received."""

    type: str
    epoch: str
    position: int
    source: str
    subject: str
    correlation_id: str
    text: str


def type_of(text: str) -> str:
    """Return the type of an event that was sealed here."""
    return _member(text, '"type":"')


def time_of(text: str) -> str:
    """Return when an event was committed, in ISO 8601."""
    return _member(text, '"time":"')


def previous_of(text: str) -> str:
    """Return the digest before an event that was sealed here; "" in those of older versions."""
    return _member(text, '"previous":"')


def _member(text: str, opening: str) -> str:
    """Return one of the envelope's texts, without reading all of it.

    The first member of that name is the envelope's own: before it there are only texts, in which
    quotation marks are escaped, and no objects.
    """
    start = text.find(opening)
    if start < 0:
        return ""
    start += len(opening)
    return text[start : text.find('"', start)]


def read(text: str, *, channel: str) -> Envelope:
    """Return the envelope of a CloudEvents text. Raises BadEnvelope.

    Unknown members are ignored: a newer sender may have more.
    """
    if len(text) > LARGEST_EVENT:
        raise BadEnvelope(f"larger than {LARGEST_EVENT} characters")
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        raise BadEnvelope("not JSON") from None
    if not isinstance(event, dict) or event.get("specversion") != "1.0":
        raise BadEnvelope("specversion: not a CloudEvents 1.0 event")
    if event.get("type") != channel:
        raise BadEnvelope("type: not that of the channel")
    sequence = _text(event, "sequence")
    try:
        position = whole_number(sequence)
    except ValueError:
        raise BadEnvelope("sequence: not a journal position") from None
    return Envelope(
        type=channel,
        epoch=_text(event, "epoch"),
        position=position,
        source=_text(event, "source"),
        subject=_text(event, "subject"),
        correlation_id=_text(event, "correlationid"),
        text=text,
    )


def _text(event: dict[str, object], name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str) or not value:
        raise BadEnvelope(f"{name}: missing or not a text")
    return value
