"""A headless reader of the Durable Stream behind the cache, by server-sent events."""

import json
import random
from collections.abc import Sequence
from urllib.parse import urlencode

from chaos.checking.cursors import Cursor
from chaos.load.client import STREAM, Client
from chaos.load.expected_list import Frame, durable_frame
from chaos.load.streaming import Streamed, answered
from chaos.run.log import Log

_POSITION_DIGITS = 19
_GONE = 410


class EdgeReader(Client):
    """Follows the stream at the cache's port; reads its list at the web processes, as pages do."""

    kind = "edge"

    def __init__(
        self, name: str, ports: Sequence[int], log: Log, chance: random.Random, *, cache: int
    ) -> None:
        super().__init__(name, ports, log, chance)
        self._cache = cache
        self._cursor = ""  # of the last answer, to be echoed

    async def follow(self, port: int, path: str) -> None:
        """Follow until an answer is refused or cut; one that ends is followed by the next."""
        while True:
            assert self.known is not None
            async with answered(self._cache, self._path(self.known)) as answer:
                if answer.status == _GONE:
                    await self._resync(await self.receive(answer.body()))
                    return
                if answer.status != 200:
                    raise OSError(f"refused: {answer.status}")
                await self._read(answer)

    def _path(self, known: Cursor) -> str:
        echoed = {"cursor": self._cursor} if self._cursor else {}
        query = {**echoed, "live": "sse", "offset": _offset(known)}
        return f"/{STREAM}/stream?{urlencode(query)}"

    async def _read(self, answer: Streamed) -> None:
        rest, data = "", "[]"
        stream = answer.parts()
        while (part := await self.receive(anext(stream, ""))) != "":
            rest += part
            *messages, rest = rest.split("\n\n")
            for message in messages:
                fields = dict(line.partition(": ")[::2] for line in message.split("\n"))
                if fields.get("event") == "data":
                    data = fields["data"]
                elif fields.get("event") == "control":
                    await self._control(json.loads(fields["data"]), data)
                    data = "[]"

    async def _control(self, control: dict[str, str], data: str) -> None:
        assert self.known is not None
        self._cursor = control["streamCursor"]
        reached = _place(control["streamNextOffset"])
        if not self.live:
            cursor = {"epoch": self.known.epoch, "position": self.known.position}
            await self.take(Frame("welcome", {**cursor, "heartbeat": control["heartbeat"]}, ()))
        if data != "[]":
            await self.take(durable_frame(data, reached))

    async def _resync(self, body: str) -> None:
        problem = json.loads(body)
        self._cursor = ""
        fields = {**_place(problem["offset"])._asdict(), "reason": problem["reason"]}
        await self.take(Frame("resync", fields, ()))


def _offset(cursor: Cursor) -> str:
    digest = cursor.digest or "0" * 16
    return f"{cursor.position:0{_POSITION_DIGITS}}_{cursor.epoch}_{digest}"


def _place(offset: str) -> Cursor:
    position, epoch, digest = offset.split("_")
    return Cursor(epoch, int(position), digest)
