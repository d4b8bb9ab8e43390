"""The days of a `daily` or `hourly` object of Open-Meteo."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from forecasts.importing.rows.cells import celsius_from_fahrenheit, without_trailing_zeros
from forecasts.importing.rows.columns import BadColumns


@dataclass(frozen=True, slots=True)
class Days:
    """The columns of one place. `resolution`: "daily" or "hourly"; read: its unit to °C."""

    resolution: str
    column: str
    read: Callable[[object], Decimal]
    times: Sequence[object]
    temperatures: Sequence[object]
    codes: Sequence[object]

    def __iter__(self) -> Iterator[tuple[object, object, object]]:
        """Yield each day's date, temperature and weather code as the file spells them."""
        columns = zip(self.times, self.temperatures, self.codes, strict=True)
        return iter(columns) if self.resolution == "daily" else _days_of_hours(columns)


def find_days(place: Mapping[str, object], mapped: str | None) -> Days:
    """Return the days of a place, of `daily` if it has the temperature, else of `hourly`.

    mapped: the temperature's column, instead of temperature_2m_max or temperature_2m.
    Raises BadColumns.
    """
    usual = {"daily": "temperature_2m_max", "hourly": "temperature_2m"}
    for resolution, column in usual.items():
        block = place.get(resolution)
        if isinstance(block, dict) and (mapped or column) in block:
            return _days(place, resolution, block, mapped or column)
    wanted = " or ".join(f"{name}.{mapped or column}" for name, column in usual.items())
    raise BadColumns(f"no {wanted}; another is chosen with --map COLUMN=temperatureC")


def _days(
    place: Mapping[str, object], resolution: str, block: Mapping[str, object], column: str
) -> Days:
    times = _column(resolution, block, "time")
    # `weathercode` is how it was spelt until 2023.
    code = next((name for name in ("weather_code", "weathercode") if name in block), None)
    days = Days(
        resolution=resolution,
        column=f"{resolution}.{column}",
        read=_reader(place.get(f"{resolution}_units"), resolution, column),
        times=times,
        temperatures=_column(resolution, block, column),
        codes=_column(resolution, block, code) if code else [None] * len(times),
    )
    for name, values in ((column, days.temperatures), (code, days.codes)):
        if len(values) != len(times):
            reason = f"{len(values)} values, but {resolution}.time has {len(times)}"
            raise BadColumns(reason, f"{resolution}.{name}")
    return days


def _column(resolution: str, block: Mapping[str, object], name: str) -> Sequence[object]:
    values = block.get(name)
    if not isinstance(values, list):
        raise BadColumns("not there, or not a list", f"{resolution}.{name}")
    return values


def _reader(units: object, resolution: str, column: str) -> Callable[[object], Decimal]:
    unit = units.get(column) if isinstance(units, dict) else None
    if unit == "°C":
        return lambda value: without_trailing_zeros(_degrees(value))
    if unit == "°F":
        return lambda value: celsius_from_fahrenheit(_degrees(value))
    reason = "no unit" if unit is None else f"the unit {str(unit)[:20]!r} is neither °C nor °F"
    raise BadColumns(reason, f"{resolution}_units.{column}")


def _degrees(value: object) -> Decimal:
    if value is None:
        raise ValueError("no temperature")
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError("not a number")
    # Before any arithmetic, which may overflow, as abs() does. The model's bounds are narrower.
    if not -1000 <= value <= 1000:
        raise ValueError("not a temperature on Earth")
    return value


def _days_of_hours(
    hours: Iterable[tuple[object, object, object]],
) -> Iterator[tuple[object, object, object]]:
    by_day: dict[object, list[tuple[object, object, object]]] = {}
    for place, (time, temperature, code) in enumerate(hours):
        # A time that is not a string is kept as a day of its own, and refused later.
        key = time[:10] if isinstance(time, str) else place
        day = key if isinstance(key, str) else time
        by_day.setdefault(key, []).append((day, temperature, code))
    for values in by_day.values():
        days, temperatures, codes = zip(*values, strict=True)
        # The gravest weather has the highest code: Open-Meteo's own rule for `daily`.
        known = [code for code in codes if code is not None]
        yield days[0], _highest(temperatures), _highest(known) if known else None


def _highest(values: Sequence[object]) -> object:
    """Return the highest or, if one isn't a number, that one, for the reader to refuse."""
    highest: Decimal | None = None
    for value in values:
        if not isinstance(value, Decimal) or not value.is_finite():
            return value
        highest = value if highest is None else max(highest, value)
    return highest
