"""Reads the members of a broker's event that the relay needs."""

from typing import NamedTuple

from weather.journal.signature import is_authentic
from weather.whole_numbers import whole_number

# Genuine events are much shorter; longer texts are not relayed. Characters.
LARGEST_EVENT = 1_000_000
_OPENING = '{"specversion":"1.0",'


class BadEnvelope(ValueError):
    """The message is not a genuine event; the text says why."""


class Envelope(NamedTuple):
    """The members that the relay needs. `text`: the exact text received."""

    type: str
    epoch: str
    position: int
    source: str
    text: str


def type_of(text: str) -> str:
    """Return the type of an event that was sealed here."""
    return _member(text, '"type":"')


def time_of(text: str) -> str:
    """Return when an event was committed, in ISO 8601."""
    return _member(text, '"time":"')


def subject_of(text: str) -> str:
    """Return what an event that was sealed here is about."""
    return _member(text, '"subject":"')


def correlation_of(text: str) -> str:
    """Return the correlation id of an event that was sealed here."""
    return _member(text, '"correlationid":"')


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
    """Return the envelope of an event that was sealed here. Raises BadEnvelope.

    Unknown members are ignored: a newer sender may have more.
    """
    if len(text) > LARGEST_EVENT:
        raise BadEnvelope(f"larger than {LARGEST_EVENT} characters")
    if not is_authentic(text):
        raise BadEnvelope("signature: not one of ours")
    if not text.startswith(_OPENING):
        raise BadEnvelope("specversion: not a CloudEvents 1.0 event")
    if type_of(text) != channel:
        raise BadEnvelope("type: not that of the channel")
    try:
        position = whole_number(_member(text, '"sequence":"'))
    except ValueError:
        raise BadEnvelope("sequence: not a journal position") from None
    epoch, source = _member(text, '"epoch":"'), _member(text, '"source":"')
    if not epoch or not source:
        raise BadEnvelope("epoch or source: missing or not a text")
    return Envelope(channel, epoch, position, source, text)
