"""A receiver that notes when a transaction had committed, just before it is published."""

import time
from collections.abc import Sequence

committed = 0.0


def stamp(entries: Sequence[object]) -> None:  # noqa: ARG001 - a receiver's signature
    """Note the moment."""
    global committed  # noqa: PLW0603 - one publisher, one thread
    committed = time.monotonic()
