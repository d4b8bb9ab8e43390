"""Reads the journal on a thread of its own, so that the event loop does not wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import OperationalError, close_old_connections

from weather.journal import selectors
from weather.journal.selectors import Reading

R = TypeVar("R")

# A read takes milliseconds; one that takes longer than this is not coming back. Seconds.
READ_SECONDS = 10.0


class JournalReader:
    """Reads what follows a position; one read at a time."""

    def __init__(self) -> None:
        self._thread = _one_thread()

    async def read_after(self, position: int, *, limit: int) -> Reading:
        """Return where the journal stands, and what follows `position`. Raises DatabaseError."""
        return await self._run(partial(selectors.read_after, position, limit=limit))

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, read: Callable[[], R]) -> R:
        reading = asyncio.get_running_loop().run_in_executor(self._thread, _fresh, read)
        try:
            return await asyncio.wait_for(reading, READ_SECONDS)
        except TimeoutError:
            # The connection may hang without an error, and its thread with it: replace the thread.
            self.close()
            self._thread = _one_thread()
            raise OperationalError(f"the journal was not read within {READ_SECONDS:g} s") from None


def _one_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="hub-journal")


def _fresh(read: Callable[[], R]) -> R:
    # A connection that the database ended in the meantime must not fail this read.
    close_old_connections()
    try:
        return read()
    finally:
        close_old_connections()
