"""Sabotages of readers that come back."""

from typing import Any

from realtime.hub import hub
from realtime.hub.connection import Connection
from realtime.wire.cursors import Cursor
from realtime.wire.durable_sse import DurableEvents

from .replacing import replace


def join_after_snapshot() -> None:
    """A socket starts at the head instead of its page's cursor."""

    def resume(self: hub.Hub, connection: Connection, _: Cursor) -> None:
        connection.cursor = self.tail.position

    replace(hub.Hub, "resume", resume)


def no_comparison_at_resume() -> None:
    """A cursor's digest is not checked."""
    replace(hub.Hub, "_is_proven", lambda *_: True)


def resume_one_before() -> None:
    """A resuming socket gets its last event again."""
    resume = hub.Hub.resume

    def one_before(self: hub.Hub, connection: Connection, cursor: Cursor) -> None:
        resume(self, connection, cursor)
        connection.cursor = max(0, cursor.position - 1)

    replace(hub.Hub, "resume", one_before)


def live_read_goes_on() -> None:
    """A live read of the Durable Stream is not ended when the history changes under it."""

    def resync(_: DurableEvents, *, reason: str, **__: Any) -> str:
        return f": {reason}\n\n"

    replace(DurableEvents, "resync", resync)


ALL = (join_after_snapshot, no_comparison_at_resume, resume_one_before, live_read_goes_on)
