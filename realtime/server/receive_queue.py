"""A bounded queue of messages that a socket's client sent."""

import asyncio
from typing import Any


class Inbox:
    """The part of asyncio.Queue that uvicorn's WebSocket protocol uses, for one reader.

    Nearly all clients never send a message, and an empty asyncio.Queue takes 3 KB.
    """

    __slots__ = ("_items", "_reader")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, item: Any) -> None:
        """Add an item, and wake the reader."""
        self._items.append(item)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Any:
        """Return the oldest item; wait if the queue is empty."""
        while not self._items:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._items.pop(0)

    def empty(self) -> bool:
        """Return whether get() would wait."""
        return not self._items
