"""Where webhooks are sent to: HTTP servers of the harness, which may be dead for a while."""

import asyncio
import json
from contextlib import suppress

from chaos.checking.digests import event_digest
from chaos.run.log import Log

_OK, _FAILING = 200, 500


class Endpoint:
    """Answers on 127.0.0.1:`port`, and logs each request that it answers.

    mood: "well"; "failing" (500), "hanging" (no answer), "cut" (takes it and answers nothing),
    "dead" (refuses connections).
    """

    def __init__(self, name: str, port: int, log: Log) -> None:
        self.name = name
        self.mood = "well"
        self._port = port
        self._log = log
        self._server: asyncio.Server | None = None
        self._changed = asyncio.Event()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    def close(self) -> None:
        """Stop listening, and abandon hanging requests."""
        if self._server is not None:
            self._server.close()
        self._changed.set()

    async def become(self, mood: str) -> None:
        """Change the mood; hanging requests are abandoned."""
        self._log.write("mood", endpoint=self.name, mood=mood)
        before, self.mood = self.mood, mood
        self._changed.set()
        self._changed = asyncio.Event()
        if mood == "dead":
            self.close()
        elif before == "dead":
            await self.start()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            head = await reader.readuntil(b"\r\n\r\n")
            lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
            fields = {name.lower(): value.strip() for name, _, value in lines}
            body = await reader.readexactly(int(fields["content-length"]))
            if self.mood == "hanging":
                await self._changed.wait()
            else:
                self._answer(writer, fields["webhook-id"], body)
        writer.close()

    def _answer(self, writer: asyncio.StreamWriter, webhook_id: str, body: bytes) -> None:
        event = json.loads(body)
        status = _FAILING if self.mood == "failing" else _OK
        self._log.write(
            "delivery",
            endpoint=self.name,
            id=webhook_id,
            event=event["id"],
            position=int(event["sequence"]),
            digest=event_digest(event),
            status=status,
        )
        if self.mood != "cut":
            writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n".encode())
