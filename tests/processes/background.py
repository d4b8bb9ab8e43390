"""An event loop on a thread of its own, for the time of a `with` block."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, Self


class Background(ABC):
    """Runs all coroutines of works() until the block ends."""

    def __init__(self) -> None:
        self._ending = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._run()])

    @abstractmethod
    def works(self) -> list[Coroutine[Any, Any, None]]:
        """Return the coroutines to run concurrently."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(20)
        self._loop.close()

    async def _run(self) -> None:
        tasks = [asyncio.create_task(work) for work in self.works()]
        await self._ending.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
