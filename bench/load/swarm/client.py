"""One client: a socket, and how many frames and events have come on it."""

import json
import socket
from typing import Any

from bench.load.event import MARKER
from bench.load.swarm.handshakes import Handshake, masked

# A receive that ends in one of these bytes may have cut a marker in two.
_CUTS = frozenset(MARKER)
_TEXT, _PING, _CLOSE = 0x81, 0x89, 0x88
_PONG_OPCODE = 10
# Engine.IO pings with the text "2" and wants a "3".
_ENGINE_IO_PONG = masked(b"3")


class Refused(Exception):
    """The server did not open the stream, or closed it while it opened."""


class Client:
    """Counts what it is sent, and answers pings."""

    # How much of a text frame's payload _text() is given; with none it is not called.
    HEAD_BYTES = 0

    __slots__ = (
        *("socket", "events", "frames", "has_asked", "is_open", "is_closed", "greeting"),
        *("_handshake", "_upgraded", "_partial", "_tail", "_frame_left"),
    )

    def __init__(self, handshake: Handshake, sock: socket.socket) -> None:
        self.socket = sock
        self.events = 0
        self.frames = 0
        self.has_asked = False
        self.is_open = False
        self.is_closed = False
        self.greeting = b""
        self._handshake = handshake
        self._upgraded = False
        self._partial = b""  # of the answer, later of a frame's header
        self._tail = b""  # the end of the last receive, when a marker may go on after it
        self._frame_left = 0  # bytes of the current frame still to come

    def ask(self) -> None:
        """Send the request, once the connection is there."""
        self.socket.send(self._handshake.request)
        self.has_asked = True

    def take_answer(self, data: bytes) -> None:
        """Take a part of the server's answer; none means that it has ended. Raises Refused."""
        if not data:
            said = self._partial.rpartition(b"\r\n\r\n")[2]
            raise Refused(f"closed during the handshake, after {said[:200]!r}")
        self._partial += data
        head, ends, rest = self._partial.partition(b"\r\n\r\n")
        if not ends:
            return
        if not self._upgraded:
            if not head.startswith(self._handshake.expected):
                raise Refused(head.partition(b"\r\n")[0].decode("latin-1"))
            self._upgraded = True
            if self._handshake.after_upgrade:
                self.socket.send(self._handshake.after_upgrade)
        if self._handshake.ready in self._partial:
            self.is_open = True
            self._partial = b""
            self.greeting = rest
            if rest:
                self.take(bytearray(rest), len(rest))

    @property
    def first_frame(self) -> Any:
        """The server's first frame, parsed as JSON."""
        text = self.greeting[self.greeting.index(b"{") :].decode(errors="replace")
        # Later data may have arrived together with it.
        return json.JSONDecoder().raw_decode(text)[0]

    def take(self, buffer: bytearray, size: int) -> int:
        """Count what `buffer` holds up to `size`, and return the number of events in it."""
        if self._handshake.is_framed:
            self._walk(buffer, size)
        if self._tail:
            joined = self._tail + buffer[:size]
            found = joined.count(MARKER)
            self._tail = joined[1 - len(MARKER) :] if buffer[size - 1] in _CUTS else b""
        else:
            found = buffer.count(MARKER, 0, size)
            if buffer[size - 1] in _CUTS:
                self._tail = bytes(buffer[max(0, size - len(MARKER) + 1) : size])
        self.events += found
        return found

    def _walk(self, buffer: bytearray, size: int) -> None:
        # From header to header (RFC 6455, section 5.2); payloads are skipped, not read.
        at = self._frame_left
        if self._partial:
            buffer = bytearray(self._partial) + buffer[:size]
            size, at, self._partial = len(buffer), 0, b""
        while at < size:
            first, length, start = buffer[at], buffer[at + 1] if at + 1 < size else 127, at + 2
            if length >= 126:
                start += 2 if length == 126 else 8
                length = int.from_bytes(buffer[at + 2 : start], "big")
            head = start + min(length, self.HEAD_BYTES)
            if head > size:  # cut in two
                self._partial = bytes(buffer[at:size])
                break
            if first != _TEXT:
                self._control(first, bytes(buffer[start : start + length]))
            elif length == 1 and buffer[start : start + 1] == b"2":
                self.socket.send(_ENGINE_IO_PONG)
            elif self.HEAD_BYTES:
                self._text(bytes(buffer[start:head]))
            self.frames += 1
            at = start + length
        self._frame_left = 0 if self._partial else at - size

    def _text(self, head: bytes) -> None:
        """Take the beginning of a text frame's payload."""

    def _control(self, first: int, payload: bytes) -> None:
        if first == _PING:
            self.socket.send(masked(payload, _PONG_OPCODE))
        elif first == _CLOSE:
            self.is_closed = True
