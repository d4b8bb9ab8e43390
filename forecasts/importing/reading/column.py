"""A column of a table, or several that are read as one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

CLOCK = re.compile(
    r"([0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
WHOLE_HOUR = re.compile(r"([0-9]{1,2})(?:\.0+)?")


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: its name for messages, where it is, and how its cells are read.

    places: of its parts, in the order of "Year+Month+Day", which are joined by `joint`.
    timed: the last of them is a time of the day.
    """

    name: str
    places: Sequence[int]
    read: Callable[[str], T]
    joint: str = ""
    timed: bool = False

    def cell(self, cells: Sequence[str]) -> T:
        """Return the parsed value of the row's cell. Raises BadCell."""
        places = self.places
        text = cells[places[0]] if len(places) == 1 else self.text(cells)
        try:
            return self.read(text)
        except ValueError as why:
            raise BadCell(self, text, str(why)) from None

    def text(self, cells: Sequence[str]) -> str:
        """Return the cell, or the cells of "Year+Month+Day" as one."""
        if len(self.places) == 1:
            return cells[self.places[0]]
        parts = [cells[place].strip() for place in self.places]
        if self.timed:
            return f"{self.joint.join(parts[:-1])} {clock_text(parts[-1])}"
        return self.joint.join(parts)


class BadCell(Exception):
    """A cell that refuses its row."""

    def __init__(self, column: Column[Any], text: str, reason: str) -> None:
        super().__init__(column.name, text, reason)
        self.column, self.text, self.reason = column, text, reason


def clock_text(text: str) -> str:
    """Return a time as hours and minutes, with its offset; 5 is 5:00. Other text is unchanged."""
    if found := CLOCK.fullmatch(text):
        return "".join(part or "" for part in found.groups())
    found = WHOLE_HOUR.fullmatch(text)
    return f"{found[1]}:00" if found else text
