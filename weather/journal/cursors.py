"""A reader's cursor: "I have everything up to this position of this history".

The position alone does not say of which history. After the promotion of a standby that lagged
behind, or after a restored backup, positions are assigned a second time, to other events, in the
same epoch. The chain's digest at the position distinguishes the two histories, since it depends on
all events up to there.
"""

import re
from typing import NamedTuple

from .chain import CURSOR_DIGITS, ORIGIN

LARGEST_POSITION = 2**63 - 1

_EPOCH = re.compile(r"[^:\s]{1,64}")
_POSITION = re.compile(r"[0-9]{1,19}")
_DIGEST = re.compile(rf"[0-9a-f]{{{CURSOR_DIGITS}}}")
_FORM = "<epoch>:<position>:<digest>"


class BadCursor(ValueError):
    """The cursor is malformed; the message names the field and says what to send."""


class Cursor(NamedTuple):
    """A place in a history.

    digest: the first digits of the chain's digest at the position; "" in a cursor of an older
    client, which proves nothing.
    """

    epoch: str
    position: int
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.epoch}:{self.position}:{self.digest}"

    def proves(self, digest: str | None) -> bool:
        """Return whether this is a place in the history that has `digest` at this position.

        Position 0 is a place in every history.
        """
        return self.position == 0 or (digest is not None and self.digest == short(digest))


def short(digest: str) -> str:
    """Return the part of a digest that a cursor carries."""
    return digest[:CURSOR_DIGITS]


#: The digest at position 0 of every history.
AT_ORIGIN = short(ORIGIN)


def cursor_from_text(text: str, *, name: str) -> Cursor:
    """Return the cursor of `<epoch>:<position>:<digest>`; older clients send no digest.

    Raises BadCursor, which calls the text by `name`.
    """
    epoch, _, rest = text.partition(":")
    position, colon, digest = rest.partition(":")
    if not _EPOCH.fullmatch(epoch) or (colon and not _DIGEST.fullmatch(digest)):
        raise BadCursor(f"{name}: send {_FORM}, as it came with the last event")
    return checked(epoch, number(position, name=name), digest, name=name)


def number(digits: str, *, name: str) -> int:
    """Return the position that the digits are. Raises BadCursor."""
    if not _POSITION.fullmatch(digits):
        raise BadCursor(f"{name}: send a whole number, 0 or more, as the position")
    return int(digits)


def checked(epoch: str, position: int, digest: str, *, name: str) -> Cursor:
    """Return the cursor of its parts. Raises BadCursor."""
    if not 0 <= position <= LARGEST_POSITION:
        raise BadCursor(f"{name}: send a whole number, 0 or more, as the position")
    if not _EPOCH.fullmatch(epoch):
        raise BadCursor("epoch: send the text that came with the position")
    if digest and not _DIGEST.fullmatch(digest):
        raise BadCursor(f"digest: send the {CURSOR_DIGITS} digits that came with the position")
    return Cursor(epoch, position, digest)
