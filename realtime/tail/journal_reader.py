"""Reads the journal without holding up the event loop."""

from functools import partial

from realtime.database_thread import DatabaseThread
from weather.journal import selectors
from weather.journal.selectors import Reading


class JournalReader:
    """Reads the entries after a position; one read at a time. name: of its thread."""

    def __init__(self, name: str = "journal") -> None:
        self._thread = DatabaseThread(name)

    async def read_after(self, position: int, *, limit: int) -> Reading:
        """Return the head, and the entries after `position`. Raises DatabaseError."""
        return await self._thread.run(partial(selectors.read_after, position, limit=limit))

    def close(self) -> None:
        """End the thread."""
        self._thread.close()
