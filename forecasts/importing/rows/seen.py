"""Remembers the days of each place in little memory: a bit for a day."""

import datetime as dt

from django.utils.translation import gettext_lazy

TWICE = gettext_lazy("the same date and place stand twice in this file; the first is taken")


class SeenDays:
    """The dates and places that a file has had. A million days of one place take 0.3 MB."""

    def __init__(self) -> None:
        self._years: dict[tuple[str, int], int] = {}

    def again(self, day: dt.date, location: str) -> bool:
        """Return whether the day of that place was there before, and remember it."""
        key = (location, day.year)
        bit = 1 << (day.month * 31 + day.day)
        days = self._years.get(key, 0)
        self._years[key] = days | bit
        return bool(days & bit)
