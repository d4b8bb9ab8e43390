"""Days made of the hours of Open-Meteo."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from forecasts.importing.rows.coverage import part_of_a_day
from forecasts.importing.rows.dates import Dates
from forecasts.importing.rows.hours import DAY_OF

#: A day's date, temperature and weather code as the file spells them, and why it is refused.
Day = tuple[object, object, object, str]


def days_of_hours(
    hours: Iterable[tuple[object, object, object]],
    zone: str,
    day_of: str,
) -> Iterator[Day]:
    """Yield the days of hours (time, temperature, weather code). day_of: of DAY_OF."""
    by_day: dict[str | int, list[tuple[object, object, object]]] = {}
    for place, (time, temperature, code) in enumerate(hours):
        # A time that is not a string is kept as a day of its own, and refused later.
        key = time[:10] if isinstance(time, str) else place
        by_day.setdefault(key, []).append((time, temperature, code))
    local = zone not in ("", "GMT", "UTC")
    for key, values in by_day.items():
        times, temperatures, codes = zip(*values, strict=True)
        known = [code for code in codes if code is not None]
        # The gravest weather has the highest code: Open-Meteo's own rule for `daily`.
        code = _highest(known) if known else None
        day: object = key if isinstance(key, str) else times[0]
        wrong = _not_a_number(temperatures)
        degrees = wrong[0] if wrong else DAY_OF[day_of](temperatures)
        partly = len(by_day) == 1 and local and len(times) > 1
        yield day, degrees, code, "" if wrong or partly else _incomplete(times, zone, day_of)


def _incomplete(times: Sequence[object], zone: str, day_of: str) -> str:
    try:
        moments = [Dates()(time) for time in times if isinstance(time, str)]
    except ValueError:
        return ""  # the date is refused for its own reason
    if not moments:
        return ""
    minutes = [moment.minutes or 0 for moment in moments]
    return part_of_a_day(minutes, moments[0].day, zone or "GMT", day_of)


def _not_a_number(values: Sequence[object]) -> list[object]:
    """Return the first value that is no number, for the reader to refuse; or nothing."""
    return [v for v in values if not isinstance(v, Decimal) or not v.is_finite()][:1]


def _highest(values: Sequence[object]) -> object:
    """Return the highest or, if one isn't a number, that one, for the reader to refuse."""
    wrong = _not_a_number(values)
    return wrong[0] if wrong else max(v for v in values if isinstance(v, Decimal))
