"""Reads the stream from a cursor on: from the hub's window, or from the journal before it.

Only events that the hub has released are sent, even if the journal has more: readers by every
transport see the same events in the same order.
"""

import asyncio
from typing import NamedTuple

from realtime.endpoints.readings import in_order, why_not
from realtime.hub.hub import Hub
from realtime.tail.window import FRAME_EVENTS
from realtime.wire.cursors import Cursor
from realtime.wire.formats import Batch, View
from weather.journal.anonymous import anonymous_text
from weather.journal.cursors import short
from weather.journal.selectors import Entry, Place

from .asked import Asked


class Gone(Exception):
    """The events after a cursor cannot be sent (section 5.5: 410). at: the stream's end."""

    def __init__(self, reason: str, *, at: Cursor) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Chunk(NamedTuple):
    """Events in the form of a view; "" if nothing follows.

    after, reached: before the first event, and after the last one.
    is_up_to_date: whether nothing followed when this was read.
    """

    text: str
    after: Cursor
    reached: Cursor
    is_up_to_date: bool

    @property
    def is_full(self) -> bool:
        """Whether the chunk after `after` is complete and will not change."""
        return self.reached.position - self.after.position >= FRAME_EVENTS


async def start_of(hub: Hub, asked: Asked) -> Cursor:
    """Return the cursor to read from. Raises Gone, DatabaseError."""
    if asked.offset == "now":
        return hub.tail.window.cursor
    if asked.offset == "-1":
        return await _beginning(hub)
    cursor = asked.offset
    await hub.reach(cursor)
    if why_gone(hub, cursor):
        # The journal may have another history or epoch, which this process has not read yet.
        await hub.tail.poll_again()
    if reason := why_gone(hub, cursor):
        raise Gone(reason, at=hub.tail.window.cursor)
    return cursor


def why_gone(hub: Hub, cursor: Cursor) -> str:
    """Return why a cursor is invalid; "" if it is valid, or if only the journal can tell."""
    reason = hub.why_not(cursor)
    return "" if reason == "history_gone" else reason


def is_past(hub: Hub, cursor: Cursor) -> bool:
    """Return whether the events after a cursor are older than the window."""
    return cursor.position < hub.tail.window.oldest_cursor


async def _beginning(hub: Hub) -> Cursor:
    window = hub.tail.window
    if window.oldest_cursor == 0:
        return Cursor(window.epoch, 0)
    reading = await hub.past.read_after(0, limit=1)
    if reading.head.epoch != window.epoch:
        await hub.tail.poll_again()
    return _cursor(reading.head.epoch, reading.after)


async def read(hub: Hub, after: Cursor, view: View) -> Chunk:
    """Return the events after a cursor of start_of(). Raises Gone, DatabaseError."""
    window = hub.tail.window
    if is_past(hub, after):
        return await _read_past(hub, after, view)
    if reason := hub.why_not(after):
        raise Gone(reason, at=window.cursor)
    step = window.step_after(after.position, view)
    if step is None:
        return Chunk("", after, after, is_up_to_date=True)
    outgoing, position = step
    return Chunk(outgoing.text, after, *place_in(hub, position))


def place_in(hub: Hub, position: int) -> tuple[Cursor, bool]:
    """Return the cursor at a position of the window, and whether it is the head."""
    window = hub.tail.window
    reached = _cursor(window.epoch, Place(position, window.digest_at(position) or ""))
    return reached, position == window.position


async def _read_past(hub: Hub, after: Cursor, view: View) -> Chunk:
    released = hub.tail.position
    reading = await hub.past.read_after(after.position, limit=FRAME_EVENTS)
    if reason := why_not(after, reading):
        raise Gone(reason, at=hub.tail.window.cursor)
    entries = [entry for entry in in_order(reading, after.position) if entry.position <= released]
    if not entries:  # the journal has been cut meanwhile
        raise Gone("history_gone", at=hub.tail.window.cursor)
    # In a thread: signing the texts takes milliseconds, and fan-outs must continue.
    text = await asyncio.to_thread(_encoded, after, entries, view)
    last = Place(entries[-1].position, entries[-1].digest)
    return Chunk(text, after, _cursor(after.epoch, last), is_up_to_date=False)


def _encoded(after: Cursor, entries: list[Entry], view: View) -> str:
    if not view.with_names:
        entries = [entry._replace(text=anonymous_text(entry.text)) for entry in entries]
    last = Place(entries[-1].position, entries[-1].digest)
    batch = Batch(epoch=after.epoch, after=after.position, reached=last, entries=entries)
    return view.format.events(batch)


def _cursor(epoch: str, place: Place) -> Cursor:
    return Cursor(epoch, place.position, short(place.digest))
