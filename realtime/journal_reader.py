"""The hub's reads of the journal, on a thread of their own so that the loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import close_old_connections

from weather.journal import selectors
from weather.journal.selectors import Head

R = TypeVar("R")


class JournalReader:
    """Reads the head and the entries; one read at a time."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub-journal")

    async def head(self) -> Head:
        """Return the journal's epoch and last position. Raises DatabaseError."""
        return await self._run(selectors.head)

    async def texts_after(self, position: int, *, limit: int) -> list[tuple[int, str]]:
        """Return (position, text) after `position`, oldest first. Raises DatabaseError."""
        return await self._run(partial(selectors.texts_after, position, limit=limit))

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, read: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _fresh, read)


def _fresh(read: Callable[[], R]) -> R:
    # A connection that the database ended in the meantime must not fail this read.
    close_old_connections()
    try:
        return read()
    finally:
        close_old_connections()
