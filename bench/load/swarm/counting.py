"""A client that counts events by the positions at the beginning of each frame."""

import re
import socket

from bench.load.swarm.client import Client
from bench.load.swarm.handshakes import Handshake

_EVENTS = re.compile(rb'\{"type":"events","after":(\d+),"position":(\d+),')


class SkippedEvents(Exception):
    """A frame does not follow the one before it."""


class CountingClient(Client):
    """Counts the events of this project's frames without looking at them.

    To look for each event's text takes a hundred clients 15 µs an event, as much as the web process
    needs to send it to them, and on the same two cores.
    """

    __slots__ = ("_position",)

    HEAD_BYTES = 80  # two positions of 19 digits fit

    def __init__(self, handshake: Handshake, sock: socket.socket) -> None:
        super().__init__(handshake, sock)
        self._position = 0

    def take(self, buffer: bytearray, size: int) -> int:
        """Count what `buffer` holds up to `size`, and return the number of events in it."""
        before = self.events
        self._walk(buffer, size)
        return self.events - before

    def _text(self, head: bytes) -> None:
        """Raises SkippedEvents."""
        found = _EVENTS.match(head)
        if found is None:
            return  # a notice
        after, position = int(found[1]), int(found[2])
        if self.events and after != self._position:
            raise SkippedEvents(f"after {self._position} came a frame after {after}")
        self.events += position - after
        self._position = position
