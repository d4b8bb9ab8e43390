"""A reader's cursor, implemented from docs/protocol.md without the product's code."""

from typing import NamedTuple

DIGEST_DIGITS = 16


class Cursor(NamedTuple):
    """Everything up to a position of a history. digest: of the chain there, shortened."""

    epoch: str
    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.epoch}:{self.position}:{self.digest}"
