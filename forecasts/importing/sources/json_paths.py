"""Looks up values in untrusted JSON documents."""

from typing import Any


def at(document: object, *path: str | int) -> Any:
    """Return the value at a path of names and indexes, None if there is none."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(document, list) or len(document) <= step:
                return None
            document = document[step]
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def items(document: object, *path: str | int) -> list[Any]:
    """Return the list at a path, an empty one if there is none."""
    found = at(document, *path)
    return found if isinstance(found, list) else []
