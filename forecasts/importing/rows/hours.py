"""The hours of a day, and how its value is chosen from them: the warmest, the coldest, the mean."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Chosen = Callable[[Sequence[Decimal]], Decimal]
DAY_OF: dict[str, Chosen] = {
    "max": max,
    "min": min,
    "mean": lambda values: sum(values, Decimal(0)) / len(values),
}


@dataclass(slots=True)
class Hours:
    """The hours of one place and day. number: the line or entry of the first.

    offsets: the texts of the times' zones, "" among them for a time without one.
    date_only: one of them is a date without a time; whole: it is not a midnight, but the day.
    """

    number: int
    day: dt.date
    location: str
    minutes: list[int] = field(default_factory=list)
    degrees: list[Decimal] = field(default_factory=list)
    summaries: list[tuple[int, str]] = field(default_factory=list)
    problem: str = ""
    cells: list[tuple[str, ...]] = field(default_factory=list)
    offsets: set[str] = field(default_factory=set)
    date_only: bool = False
    whole: bool = False

    def summary(self, chosen: Decimal, *, gravest: bool) -> str:
        """Return the summary of the gravest hour, or of one with the chosen temperature."""
        if gravest:
            return max(self.summaries, key=lambda summary: summary[0], default=(0, ""))[1]
        at = self.degrees.index(chosen) if chosen in self.degrees else 0
        return self.summaries[at][1] if self.summaries else ""
