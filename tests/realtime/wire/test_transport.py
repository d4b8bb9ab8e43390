import asyncio
from typing import Any

import pytest

from realtime.wire.encoded import Outgoing
from realtime.wire.transport import EXTENSION, stepped, websocket_writer


async def test_any_server_is_written_to_by_send() -> None:
    sent: list[Any] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    write = websocket_writer({"type": "websocket"}, send)
    assert write(Outgoing("text")) is None
    assert sent == [{"type": "websocket.send", "text": "text"}]


async def test_a_server_with_a_door_for_frames_is_written_to_by_that() -> None:
    async def send(message: dict[str, Any]) -> None:
        raise AssertionError("not by send")

    def door(outgoing: Outgoing) -> None:
        written.append(outgoing.websocket_frame)

    written: list[bytes] = []
    write = websocket_writer({"extensions": {EXTENSION: {"write": door}}}, send)
    assert write(Outgoing("text")) is None
    assert written == [b"\x81\x04text"]


async def test_a_full_transport_gives_something_to_wait_for() -> None:
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


async def test_a_peer_that_is_gone_while_it_is_waited_for_is_an_error() -> None:
    async def send(outgoing: Outgoing) -> None:
        await asyncio.sleep(0)
        raise ConnectionError("gone")

    waiting = stepped(send)(Outgoing("text"))
    assert waiting is not None
    with pytest.raises(ConnectionError):
        await waiting
