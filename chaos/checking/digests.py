"""Short digests by which the log names events and rows; the harness and the checker share them."""

import hashlib
import json
from typing import Any


def event_digest(event: dict[str, Any]) -> str:
    """Return a digest of everything in an event, whatever the order of its members."""
    return _short(json.dumps(event, sort_keys=True, ensure_ascii=False))


def nameless(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event without the members that anonymous readers of the Durable Stream do not get,
    and without the signature, which differs.
    """
    untold = ("actor", "connection", "signature")
    return {name: value for name, value in event.items() if name not in untold}


def row_digest(row: dict[str, Any]) -> str:
    """Return version and digest of a forecast in its public form; °F is left out."""
    fields = (
        row["date"],
        f"{float(row['temperatureC']):.1f}",
        row["summary"],
        row["location"],
    )
    return f"{row['version']}:{_short(json.dumps(fields, ensure_ascii=False))}"


def _short(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[
        :12
    ]
