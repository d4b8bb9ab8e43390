"""How a client opens each kind of stream: bytes to send, and where the stream begins."""

from dataclasses import dataclass

_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n"
)
_STREAM = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"


@dataclass(frozen=True)
class Handshake:
    """What opens a stream.

    request: the HTTP request. expected: how the answer begins. is_framed: WebSocket frames
    follow (RFC 6455), else a chunked HTTP body. after_upgrade: sent once the answer has come.
    ready: the client counts as open when this has been received (the answer's end by default).
    """

    request: bytes
    expected: bytes
    is_framed: bool = True
    after_upgrade: bytes = b""
    ready: bytes = b"\r\n\r\n"


def websocket(port: int, path: str, *, ready: bytes = b"\r\n\r\n") -> Handshake:
    """Return a WebSocket handshake."""
    return Handshake(_UPGRADE.format(port=port, path=path).encode(), b"HTTP/1.1 101", ready=ready)


def socket_io(port: int) -> Handshake:
    """Return Socket.IO's handshake over WebSocket only: Engine.IO 4, then the namespace "/"."""
    path = "/socket.io/?EIO=4&transport=websocket"
    return Handshake(
        _UPGRADE.format(port=port, path=path).encode(),
        b"HTTP/1.1 101",
        after_upgrade=masked(b"40"),
        ready=b'40{"sid"',
    )


def server_sent_events(port: int, path: str) -> Handshake:
    """Return the request of a stream of server-sent events."""
    return Handshake(
        _STREAM.format(port=port, path=path).encode(), b"HTTP/1.1 200", is_framed=False
    )


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """Return a short client frame. The mask is all zeros, which leaves the payload as it is."""
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + bytes(4) + payload
