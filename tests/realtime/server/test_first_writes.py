"""What a socket is sent first is sent together, in order, and not held back for long."""

from typing import Any

import pytest

from realtime.server.first_writes import MOST_BYTES, FirstWrites

pytestmark = pytest.mark.once


class Transport:
    """Notes what is asked of it, in order."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.closing = False

    def write(self, data: bytes) -> None:
        self.asked.append(data)

    def writelines(self, parts: list[bytes]) -> None:
        self.asked.append(b"+".join(parts))

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        self.asked.append("abort")


class Owner:
    """A protocol that has a transport."""

    def __init__(self) -> None:
        self.transport: Any = Transport()


def test_they_are_written_together_and_later_ones_directly() -> None:
    owner = Owner()
    transport = owner.transport
    first = FirstWrites(owner)
    owner.transport.write(b"a")
    owner.transport.write(b"b")
    assert transport.asked == []

    first.release()
    owner.transport.write(b"c")
    first.release()

    assert owner.transport is transport
    assert transport.asked == [b"a+b", b"c"]


def test_much_is_not_held_back() -> None:
    owner = Owner()
    transport = owner.transport
    FirstWrites(owner)
    much = bytes(MOST_BYTES)

    owner.transport.write(b"a")
    owner.transport.write(much)

    assert transport.asked == [b"a+" + much]
    assert owner.transport is transport


def test_an_abort_comes_after_what_was_written_before() -> None:
    owner = Owner()
    transport = owner.transport
    FirstWrites(owner)
    owner.transport.write(b"a")

    owner.transport.abort()

    assert transport.asked == [b"a", "abort"]


def test_nothing_is_written_to_a_transport_that_closes_meanwhile() -> None:
    owner = Owner()
    transport = owner.transport
    first = FirstWrites(owner)
    owner.transport.write(b"a")
    transport.closing = True

    assert owner.transport.is_closing()
    first.release()

    assert transport.asked == []
