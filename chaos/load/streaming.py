"""An HTTP/1.1 answer that is read as it comes."""

import asyncio
import codecs
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

OPEN_SECONDS = 5.0


@dataclass(frozen=True)
class Streamed:
    """An answer whose headers have come. length: of the body in bytes, None if it is chunked."""

    status: int
    length: int | None
    reader: asyncio.StreamReader

    async def parts(self) -> AsyncIterator[str]:
        """Yield the body's parts until it ends. Raises EOFError where it is cut."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        if self.length is not None:  # a cache has had all of it before
            yield decoder.decode(await self.reader.readexactly(self.length))
            return
        while size := int((await self.reader.readuntil(b"\r\n")).strip(), 16):
            data = await self.reader.readexactly(size + 2)
            yield decoder.decode(data[:-2])

    async def body(self) -> str:
        """Return the whole body."""
        return "".join([part async for part in self.parts()])


@asynccontextmanager
async def answered(port: int, path: str, *headers: str) -> AsyncIterator[Streamed]:
    """Ask 127.0.0.1:`port`, and give the answer. Raises OSError, EOFError, TimeoutError."""
    async with asyncio.timeout(OPEN_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        async with asyncio.timeout(OPEN_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        yield _streamed(head.decode("latin-1"), reader)
    finally:
        writer.close()


def _streamed(head: str, reader: asyncio.StreamReader) -> Streamed:
    first, *rest = head.split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (e.partition(":") for e in rest)}
    length = fields.get("content-length")
    return Streamed(int(first.split()[1]), None if length is None else int(length), reader)
