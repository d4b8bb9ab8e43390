"""The columns by which rows can be chosen (--where), and the values that the first rows have."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from forecasts.importing.rows.columns import BadColumns, known_columns, parts_of

_MOST_VALUES = 30
_LONGEST = 60  # characters of a value
_SHORTEST_CODE = 3  # digits: shorter numbers are measurements


def choices(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return column → values for the columns with a few values that stand again and again.

    Such as the names of elements, of stations, of models. A column of measurements is none.
    """
    found = {}
    dates = _date_columns(names)
    times = Counter(names)
    for place, name in enumerate(names):
        if not name or "=" in name or times[name] > 1 or name in dates:
            continue  # it can't be named
        values = set(_column(rows, place))
        if _are_few(values - {""}, len(rows)):
            found[name] = sorted(values - {""})
    return found


def days_repeat(names: Sequence[str], rows: Sequence[Sequence[str]], date: str) -> bool:
    """Return whether most days have several rows. date: the column or columns; "" if known by name.

    Without a column of dates there is no answer: False.
    """
    parts = parts_of(date, names) if date else _date_columns(names)
    if not parts or not rows or not set(parts) <= set(names):
        return False
    days = set(zip(*(_column(rows, names.index(part)) for part in parts), strict=True))
    return len(rows) >= 1.5 * len(days)


def _date_columns(names: Sequence[str]) -> list[str]:
    with suppress(BadColumns):
        if column := known_columns(names).get("date"):
            return [column]
    return []


def _column(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    return (row[place].strip() for row in rows)


def _are_few(values: set[str], rows: int) -> bool:
    if not 2 <= len(values) <= min(_MOST_VALUES, rows // 2):
        return False
    return all(len(value) <= _LONGEST for value in values) and not _are_measured(values)


def _are_measured(values: set[str]) -> bool:
    if any(character.isalpha() for value in values for character in value):
        return False
    return not all(value.isdigit() and len(value) >= _SHORTEST_CODE for value in values)
