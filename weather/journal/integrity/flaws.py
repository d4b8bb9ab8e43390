"""Checks one entry, given its predecessor."""

import datetime as dt
import json
from typing import Any

from weather.journal.chain import digest
from weather.journal.models import JournalEntry
from weather.journal.signature import is_authentic

# Columns that repeat a member of the text, and the member's name.
_COLUMNS = {
    "epoch": "epoch",
    "event_id": "id",
    "type": "type",
    "subject": "subject",
    "source": "source",
    "actor": "actor",
    "correlation_id": "correlationid",
    "connection": "connection",
}
_SHOWN_CHARACTERS = 60


def flaw(entry: JournalEntry, previous: str, *, signed: bool) -> str:
    """Describe the first flaw of an entry for an operator; "" if there is none.

    previous: the digest of the entry before. signed: whether its signature must be valid.
    """
    text = str(entry.text)
    if digest(previous, position=entry.position, text=text) != entry.digest:
        return _broken_link(entry.position, text)
    if signed and not is_authentic(text):
        return (
            "its signature fits no key that we know: it was forged together with its digest, or "
            "SECRET_KEY was changed and the old one is not in SECRET_KEY_FALLBACKS"
        )
    return _disagreement(entry, _envelope(text))


def _broken_link(position: int, text: str) -> str:
    if not is_authentic(text):
        return "its text and its digest do not fit together: one of them was changed"
    sealed_for = _envelope(text).get("sequence")
    if sealed_for != str(position):
        return f"it holds the text of position {_shown(sealed_for)}"
    return "its text is right, but its digest does not follow from it and the entry before"


def _disagreement(entry: JournalEntry, envelope: dict[str, Any]) -> str:
    """Describe the first column that contradicts the text."""
    stated = {column: envelope.get(member, "") for column, member in _COLUMNS.items()}
    stated |= {"position": envelope.get("sequence"), "time": _time(envelope)}
    for column, value in stated.items():
        stored = getattr(entry, column)
        if (stored if column == "time" else str(stored)) != value:
            return f"its column {column} says {_shown(stored)}, its text {_shown(value)}"
    return ""


def _time(envelope: dict[str, Any]) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(envelope["time"])
    except (KeyError, TypeError, ValueError):
        return None


def _envelope(text: str) -> dict[str, Any]:
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return envelope if isinstance(envelope, dict) else {}


def _shown(value: object) -> str:
    # ascii(): forged text must not send escape sequences to the operator's terminal.
    shown = ascii(str(value))
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[: _SHOWN_CHARACTERS - 1]}…"
