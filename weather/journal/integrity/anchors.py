"""Anchors: the chain's digest at a position, stored outside the database.

An attacker who can rewrite all tables can forge a valid journal; an anchor stored elsewhere
detects it.
"""

import json
import os
import re
from pathlib import Path
from typing import NamedTuple


class BadAnchor(ValueError):
    """A file does not contain an anchor; the message says why."""


class Anchor(NamedTuple):
    """A point that the journal must contain. epoch: that of the head when it was exported."""

    epoch: str
    position: int
    digest: str


def write_anchor(path: Path, anchor: Anchor) -> None:
    """Write an anchor as JSON, whole or not at all. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(anchor._asdict()) + "\n", encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_anchor(path: Path) -> Anchor:
    """Return the anchor of a file. Raises OSError and BadAnchor."""
    try:
        fields = json.loads(path.read_bytes())
        anchor = Anchor(fields["epoch"], fields["position"], fields["digest"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise BadAnchor("not a JSON object of epoch, position and digest") from error
    if not isinstance(anchor.epoch, str):
        raise BadAnchor("epoch is not a text")
    if type(anchor.position) is not int or anchor.position < 0:
        raise BadAnchor("position is not a whole number, 0 or more")
    if not re.fullmatch(r"[0-9a-f]{64}", str(anchor.digest)):
        raise BadAnchor("digest is not 64 hexadecimal digits in small letters")
    return anchor
