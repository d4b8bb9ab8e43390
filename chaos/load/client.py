"""A headless reader: paints the list, follows the stream from there, and logs all it receives.

It does what docs/protocol.md asks of a reader and nothing more: it never reads the journal, and
considers a connection dead only after two heartbeats of silence. One file, to be read beside that
document.
"""

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed, WebSocketException

from chaos.checking.cursors import Cursor
from chaos.checking.digests import row_digest
from chaos.load import http
from chaos.load.expected_list import Frame, View
from chaos.run.log import Log

STREAM = "weatherforecast"
# Added to two heartbeats before a connection counts as dead, for a busy machine. Seconds.
PATIENCE = 1.0
_FIRST_SILENCE = 6.0


class SilentError(OSError):
    """Nothing came for two heartbeats: the connection is dead."""


class Client(ABC):
    """Follows one of `ports`, the web processes' addresses; when that fails, the next.

    known: the cursor that it has everything up to; None before the first paint.
    """

    kind = ""

    def __init__(self, name: str, ports: Sequence[int], log: Log, chance: random.Random) -> None:
        self.name = name
        self.known: Cursor | None = None
        self.view = View()
        self.live = False
        self.resumed = asyncio.Event()
        self.resumed.set()
        self._ports = list(ports)
        self._turn = 0
        self._log = log
        self._chance = chance
        self._silence = _FIRST_SILENCE
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Follow until stop()."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self.live = False

    @property
    def port(self) -> int:
        """The address in use."""
        return self._ports[self._turn % len(self._ports)]

    @abstractmethod
    async def follow(self, port: int, path: str) -> None:
        """Open the stream and call take() with each frame. Raises OSError when it ends."""

    async def _run(self) -> None:
        while True:
            try:
                await self._connect()
            except (OSError, TimeoutError, ValueError, EOFError, WebSocketException) as error:
                self._log.write("closed", client=self.name, live=self.live, **_why(error))
                if not self.live:
                    self._turn += 1
            self.live = False
            await asyncio.sleep(self._chance.uniform(0.05, 0.5))

    async def _connect(self) -> None:
        if self.known is None:
            await self._paint()
        assert self.known is not None
        cursor = {"epoch": self.known.epoch, "after": self.known.position}
        self._log.write("open", client=self.name, port=self.port, **cursor)
        await self.follow(self.port, "?" + urlencode({"cursor": str(self.known)}))

    async def receive(self, coming: Awaitable[str]) -> str:
        """Wait for what comes, as long as the protocol says. Raises SilentError."""
        try:
            async with asyncio.timeout(self._silence):
                return await coming
        except TimeoutError:
            self._log.write("silent", client=self.name, seconds=self._silence)
            raise SilentError(f"silent for {self._silence:g} s") from None

    async def take(self, frame: Frame) -> None:
        """Take one frame as the protocol says."""
        await self.resumed.wait()  # a client that must not read at present
        match frame.type:
            case "events":
                self._take_events(frame)
            case "welcome":
                self._silence = 2 * float(frame.fields["heartbeat"]) + PATIENCE
                self.live = True
                self._note(frame, "welcome")
            case "resync":
                self._note(frame, "resync", reason=frame.fields["reason"])
                self.known = _cursor(frame.fields)
                await self._read_list()
            case "closing":
                self._note(frame, "closing")

    def _take_events(self, frame: Frame) -> None:
        assert self.known is not None
        for event in frame.events:
            self.view.apply(event)
        reached = Cursor(self.known.epoch, frame.fields["position"], frame.fields["digest"])
        self.known = max(self.known, reached, key=lambda cursor: cursor.position)
        got = [(event.position, event.digest) for event in frame.events]
        self._log.write("events", client=self.name, got=got)

    def _note(self, frame: Frame, kind: str, **more: str) -> None:
        fields = {k: v for k, v in frame.fields.items() if k in ("epoch", "position")}
        self._log.write(kind, client=self.name, **fields, **more)

    async def _paint(self) -> None:
        # The head first, then the list: nothing can fall between them.
        answer = await http.request(self.port, "GET", f"/api/{STREAM}/events?limit=1", seconds=8)
        if answer.status not in (200, 409):  # 409: the journal no longer begins at 1
            raise OSError(f"head: {answer.status}")
        head = _cursor(answer.json())
        await self._read_list()
        self.known = head
        self._log.write("paint", client=self.name, epoch=head.epoch, position=head.position)

    async def _read_list(self) -> None:
        while True:
            with suppress(OSError):
                answer = await http.request(self.port, "GET", f"/api/{STREAM}", seconds=8)
                if answer.status == 200:
                    self.view.read({str(row["id"]): row_digest(row) for row in answer.json()})
                    return
            if self.known is None:
                raise OSError("the list cannot be read")
            await asyncio.sleep(0.2)
            self._turn += 1  # any process has the list


def _cursor(fields: Mapping[str, Any]) -> Cursor:
    return Cursor(fields["epoch"], fields["position"], fields["digest"])


def _why(error: Exception) -> dict[str, str | int]:
    code = error.rcvd.code if isinstance(error, ConnectionClosed) and error.rcvd else 0
    return {"code": code, "why": f"{type(error).__name__}: {error}"[:120]}
