"""A text encoded once for all sockets that it is sent to."""

from dataclasses import dataclass

from django.utils.functional import cached_property

# RFC 6455, section 5.2: the first byte of a whole text message, and how lengths are written. A
# server's frames carry no mask.
_FIN_TEXT, _IN_TWO_BYTES, _IN_EIGHT_BYTES = 0x81, 126, 127


@dataclass(frozen=True)
class Outgoing:
    """One text and its encodings, each computed on first use."""

    text: str

    @cached_property
    def utf8(self) -> bytes:
        """The text's bytes."""
        return self.text.encode()

    @cached_property
    def websocket_frame(self) -> bytes:
        """The whole WebSocket frame (RFC 6455, section 5.2)."""
        # Not self.utf8: the events of a resume may be a megabyte, and would be kept twice.
        utf8 = self.text.encode()
        size = len(utf8)
        if size < _IN_TWO_BYTES:
            header = bytes((_FIN_TEXT, size))
        elif size < 1 << 16:
            header = bytes((_FIN_TEXT, _IN_TWO_BYTES)) + size.to_bytes(2, "big")
        else:
            header = bytes((_FIN_TEXT, _IN_EIGHT_BYTES)) + size.to_bytes(8, "big")
        return header + utf8
