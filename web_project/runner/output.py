"""Merges the output of all programs, with time, process and colour."""

import re
from itertools import cycle
from typing import TextIO

from weather.logs.lines import CONTROLS_IN_TEXT
from weather.logs.stamps import stamp

# How weather.logs begins a line; what writes otherwise (the broker, a traceback) gets it here.
_STAMPED = re.compile(r"(\S+Z \S+ \S+\[\d+\]) (.*)")
# ANSI's cyan, yellow, green, magenta, blue; the runner's own lines have none.
_COLOURS = ("36", "33", "32", "35", "34")
_WIDTH = len(stamp("subscriber", 99_999))


class Output:
    """Writes lines to `stream`, in colour on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._in_colour = stream.isatty()
        self._colours = cycle(_COLOURS)
        self._colour_of: dict[str, str | None] = {"desk": None}

    def write(self, name: str, line: str | bytes, *, pid: int) -> None:
        """Write one line of the program of that name; "desk" is the runner itself."""
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        # A program may write escapes to the terminal, or a client's in a traceback.
        for each in (line.translate(CONTROLS_IN_TEXT) for line in text.splitlines()):
            stamped = _STAMPED.fullmatch(each)
            head, rest = stamped.groups() if stamped else (stamp(name, pid), each)
            print(self._coloured(name, f"{head:<{_WIDTH}} |"), rest, file=self._stream, flush=True)

    def _coloured(self, name: str, text: str) -> str:
        if name not in self._colour_of:
            self._colour_of[name] = next(self._colours)
        colour = self._colour_of[name]
        return f"\033[0;{colour}m{text}\033[0m" if colour and self._in_colour else text
