import asyncio
from typing import Any

import pytest

from realtime.wire.encoded import Outgoing
from realtime.wire.transport import EXTENSION, stepped, websocket_writer


async def test_without_the_extension_frames_are_written_by_send() -> None:
    sent: list[Any] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    write = websocket_writer({"type": "websocket"}, send)
    assert write(Outgoing("text")) is None
    assert sent == [{"type": "websocket.send", "text": "text"}]


async def test_with_the_extension_encoded_frames_are_written_by_it() -> None:
    async def send(message: dict[str, Any]) -> None:
        raise AssertionError("not by send")

    def door(outgoing: Outgoing) -> None:
        written.append(outgoing.websocket_frame)

    written: list[bytes] = []
    write = websocket_writer({"extensions": {EXTENSION: {"write": door}}}, send)
    assert write(Outgoing("text")) is None
    assert written == [b"\x81\x04text"]


async def test_a_full_transport_returns_an_awaitable() -> None:
    room = asyncio.Event()
    sent: list[str] = []

    async def send(outgoing: Outgoing) -> None:
        await room.wait()
        sent.append(outgoing.text)

    waiting = stepped(send)(Outgoing("text"))
    assert waiting is not None
    assert sent == []
    room.set()
    await waiting
    assert sent == ["text"]


async def test_a_peer_that_disconnects_during_the_wait_is_an_error() -> None:
    async def send(outgoing: Outgoing) -> None:
        await asyncio.sleep(0)
        raise ConnectionError("gone")

    waiting = stepped(send)(Outgoing("text"))
    assert waiting is not None
    with pytest.raises(ConnectionError):
        await waiting
