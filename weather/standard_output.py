"""Ends a command quietly when the reader of its output is gone, such as `| head`."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# The exit status of a program that SIGPIPE ended: 128 + 13.
CLOSED = 141


@contextmanager
def ends_with_its_reader() -> Iterator[None]:
    """Exit with CLOSED if the block raises because standard output was closed."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        if not _is_closed(sys.stdout.fileno()):
            raise
        # Or Python tries again at its end, and prints the ignored error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED)


def _is_closed(pipe: int) -> bool:
    poll = select.poll()
    poll.register(pipe, 0)  # asks for nothing: errors are always told
    return bool(poll.poll(0))
