import pytest
from websockets.frames import Frame, Opcode

from realtime.wire.encoded import Outgoing


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_the_frame_equals_that_of_a_websocket_library(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    expected = Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert Outgoing(text).websocket_frame == expected


def test_a_text_is_encoded_only_once() -> None:
    outgoing = Outgoing("text")
    assert outgoing.websocket_frame is outgoing.websocket_frame
    assert outgoing.utf8 is outgoing.utf8
