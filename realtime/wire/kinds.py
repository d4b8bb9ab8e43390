"""The kinds of events that a reader wants: `?kinds=weatherforecast,station`."""

from collections.abc import Collection

from weather.journal.events import event_kinds, kind_of

from .cursors import BadCursor, Fields
from .envelopes import type_of

#: The kinds wanted; None for all.
Kinds = frozenset[str] | None


def kinds_of(fields: Fields) -> Kinds:
    """Return the kinds of a query string's fields; None without `kinds`. Raises BadCursor."""
    given = fields.get("kinds")
    if given is None:
        return None
    return checked_kinds(",".join(given))


def checked_kinds(text: str) -> frozenset[str]:
    """Return the kinds of a comma-separated text. Raises BadCursor, also for an unknown kind."""
    wanted, known = frozenset(text.split(",")), event_kinds()
    if not wanted <= set(known):
        raise BadCursor(f"kinds: send some of {', '.join(known)}, with commas between")
    return wanted


def is_of(kinds: Collection[str], text: str) -> bool:
    """Return whether the event of a sealed text is of one of the kinds."""
    return kind_of(type_of(text)) in kinds
