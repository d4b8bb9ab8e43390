"""The two kinds of headless readers: WebSocket and server-sent events."""

from websockets.asyncio.client import connect

from chaos.load.client import STREAM, Client
from chaos.load.expected_list import socket_frame, stream_frame
from chaos.load.streaming import OPEN_SECONDS, Streamed, answered


class SocketReader(Client):
    """Reads /ws/weatherforecast."""

    kind = "ws"

    async def follow(self, port: int, path: str) -> None:
        """Follow until the socket closes."""
        async with connect(
            f"ws://127.0.0.1:{port}/ws/{STREAM}{path}",
            open_timeout=OPEN_SECONDS,
            close_timeout=1,
            ping_interval=None,
            compression=None,
            max_size=None,
            proxy=None,
        ) as socket:
            while True:
                text = await self.receive(socket.recv(decode=True))
                await self.take(socket_frame(text))


class StreamReader(Client):
    """Reads /weatherforecast/stream, and comes back with Last-Event-ID as EventSource does."""

    kind = "sse"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._last_id = ""

    async def follow(self, port: int, path: str) -> None:
        """Follow until the response ends."""
        known = [f"Last-Event-ID: {self._last_id}"] if self._last_id else []
        headers = ["Accept: text/event-stream", *known]
        async with answered(port, f"/{STREAM}/stream{path}", *headers) as answer:
            if answer.status != 200:
                raise OSError(f"refused: {answer.status}")
            await self._read(answer)

    async def _read(self, answer: Streamed) -> None:
        rest, stream = "", answer.parts()
        while part := await self.receive(anext(stream, "")):
            rest += part
            *messages, rest = rest.split("\n\n")
            for message in messages:
                await self._take_message(message)
        raise OSError("ended by the server")

    async def _take_message(self, message: str) -> None:
        fields = dict(line.partition(": ")[::2] for line in message.split("\n"))
        if "data" not in fields:  # a comment: the heartbeat
            return
        await self.take(stream_frame(fields["event"], fields["data"], fields.get("id", "")))
        self._last_id = fields.get("id", self._last_id)
