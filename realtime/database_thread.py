"""Runs database reads on a thread of its own, so that the event loop does not wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import OperationalError, close_old_connections

R = TypeVar("R")

# A read takes milliseconds; after this time it is considered hung. Seconds.
READ_SECONDS = 10.0


class DatabaseThread:
    """Runs one read at a time. name: of the thread, and of the read data in errors."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = self._made()

    async def run(self, read: Callable[[], R]) -> R:
        """Return what `read` returns. Raises what it raises, or OperationalError after 10 s."""
        reading = asyncio.get_running_loop().run_in_executor(self._thread, _fresh, read)
        try:
            return await asyncio.wait_for(reading, READ_SECONDS)
        except TimeoutError:
            # The connection may hang without an error, and its thread with it: replace the thread.
            self.close()
            self._thread = self._made()
            raise OperationalError(f"{self._name} was not read within {READ_SECONDS:g} s") from None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _made(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix=f"hub-{self._name}")


def _fresh(read: Callable[[], R]) -> R:
    # A connection that the database ended in the meantime must not fail this read.
    close_old_connections()
    try:
        return read()
    finally:
        close_old_connections()
