"""A WebSocket as bytes (RFC 6455): what is measured is the server, not a client library."""

import secrets


def handshake(port: int, query: str = "") -> bytes:
    """Return the request that opens the stream."""
    return (
        f"GET /ws/weatherforecast{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def masked(text: bytes) -> bytes:
    """Return a short text as a client's frame, masked (section 5.3)."""
    mask = secrets.token_bytes(4)
    body = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text)]) + mask + body
