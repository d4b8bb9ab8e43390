"""Finds the forecasts that the days and places of a file's rows already have."""

from collections import Counter
from collections.abc import Iterator, Sequence

from forecasts.importing.rows.seen import SeenDays
from forecasts.models import Forecast
from forecasts.selectors import of_days

_DAYS_ASKED = 400  # of one query

Key = tuple[object, str]


class ExistingForecasts:
    """Compares the rows of a file, chunk by chunk, with the forecasts in the database."""

    def __init__(self) -> None:
        self._seen = SeenDays()
        self._again: Counter[Key] = Counter()

    def split(
        self, rows: Sequence[Forecast]
    ) -> tuple[list[Forecast], list[tuple[Forecast, Forecast]]]:
        """Return the new rows, and the others, each with the newest of its day and place."""
        there = _there(rows)
        new: list[Forecast] = []
        old: list[tuple[Forecast, Forecast]] = []
        for row in rows:
            found = there.get(_key(row), [])
            # The second row of a day exists already if a second forecast does.
            if len(found) >= self._occurrence(row):
                old.append((row, found[-1]))
            else:
                new.append(row)
        return new, old

    def pass_over(self, row: Forecast) -> None:
        """Remember a row that an earlier import wrote: the next one of its day is another one."""
        self._occurrence(row)

    def _occurrence(self, row: Forecast) -> int:
        if not self._seen.again(row.date, row.location):
            return 1
        self._again[_key(row)] += 1
        return 1 + self._again[_key(row)]


def _key(row: Forecast) -> Key:
    return row.date, row.location


def _there(rows: Sequence[Forecast]) -> dict[Key, list[Forecast]]:
    found: dict[Key, list[Forecast]] = {}
    for forecast in _of_the_days(rows):
        found.setdefault(_key(forecast), []).append(forecast)
    return found


def _of_the_days(rows: Sequence[Forecast]) -> Iterator[Forecast]:
    locations = {row.location for row in rows}
    days = sorted({row.date for row in rows})
    for first in range(0, len(days), _DAYS_ASKED):
        yield from of_days(days[first : first + _DAYS_ASKED], locations)
