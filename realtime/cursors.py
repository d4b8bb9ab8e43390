"""Cursors that clients send: in the socket's query string, and in a resume frame."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qs

LARGEST_POSITION = 2**63 - 1
LONGEST_POSITION = len(str(LARGEST_POSITION))


class BadCursor(ValueError):
    """The cursor is malformed; the message names the field and says what to send."""


@dataclass(frozen=True)
class Cursor:
    """ "I have everything up to `position` of `epoch`." """

    epoch: str
    position: int


def from_query(query: bytes) -> Cursor | None:
    """Return the cursor of `?epoch=…&after=N`, or None to start at the head. Raises BadCursor."""
    try:
        fields = parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        raise BadCursor("query: send ?epoch=…&after=N") from None
    after, epoch = fields.get("after"), fields.get("epoch")
    if after is None:
        return None
    if len(after) != 1 or not _is_position(after[0]):
        raise BadCursor("after: send one whole number, 0 or more")
    if epoch is None or len(epoch) != 1:
        raise BadCursor("epoch: send the one that came with the position")
    return _checked(epoch[0], int(after[0]))


def from_event_id(value: str) -> Cursor:
    """Return the cursor of a Last-Event-ID, `<epoch>:<position>`. Raises BadCursor."""
    epoch, _, after = value.rpartition(":")
    if not epoch or not _is_position(after):
        raise BadCursor("Last-Event-ID: send the id of the last event, <epoch>:<position>")
    return _checked(epoch, int(after))


def from_frame(text: str) -> Cursor:
    """Return the cursor of `{"type":"resume","epoch":…,"after":N}`. Raises BadCursor."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCursor("frame: send JSON") from None
    if not isinstance(frame, dict) or frame.get("type") != "resume":
        raise BadCursor('type: the only frame to send is "resume"')
    epoch, after = frame.get("epoch"), frame.get("after")
    if not isinstance(epoch, str):
        raise BadCursor("epoch: send the text that came with the position")
    if not isinstance(after, int) or isinstance(after, bool):
        raise BadCursor("after: send a whole number, 0 or more")
    return _checked(epoch, after)


def _is_position(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_POSITION


def _checked(epoch: str, position: int) -> Cursor:
    if not 0 <= position <= LARGEST_POSITION:
        raise BadCursor("after: send a whole number, 0 or more")
    if len(epoch) > 64:
        raise BadCursor("epoch: send the text that came with the position")
    return Cursor(epoch, position)
