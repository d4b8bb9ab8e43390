"""Waits across processes: polls a condition until a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], *, seconds: float = 10.0, what: str = "") -> T:
    """Return what `look` returns once it is truthy. Raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what or look!r} (last: {found!r})")
        time.sleep(0.02)
    return found
