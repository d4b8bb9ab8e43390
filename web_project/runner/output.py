"""The lines of all programs in one stream: each with its time, its name and its colour."""

import datetime as dt
from typing import TextIO

from honcho.colour import get_colours
from honcho.printer import Message, Printer

_WIDTH = len("subscriber")


class Output:
    """Writes lines to `stream`, in colour on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._printer = Printer(stream, width=_WIDTH)
        self._colours = get_colours()
        self._colour_of: dict[str, str | None] = {"desk": None}

    def write(self, name: str, line: str | bytes) -> None:
        """Write one line of the program of that name; "desk" is the runner itself."""
        if name not in self._colour_of:
            self._colour_of[name] = next(self._colours)
        now = dt.datetime.now().astimezone()
        colour = self._colour_of[name]
        self._printer.write(Message(type="line", data=line, time=now, name=name, colour=colour))
