"""One process of the desk under test: started, signalled and ended by its own id."""

import asyncio
import signal
from contextlib import suppress

from tools.kit.child_process import ChildProcess

_STOP_SECONDS = 12.0


class Child(ChildProcess):
    """A command line with a log file."""

    async def kill(self) -> None:
        """Kill it outright, workers and all."""
        self.signal(signal.SIGKILL)
        await self._ended()

    async def stop(self) -> bool:
        """Send SIGTERM, as a deployment does; return whether it ended."""
        self.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                await self._ended()
                return True
        await self.kill()
        return False

    async def _ended(self) -> None:
        # Polled: a watcher would need a thread, and children must be started without one.
        while self.running:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
