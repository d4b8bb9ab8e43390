"""The days of a `daily` or `hourly` object of Open-Meteo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from forecasts.importing.rows.columns import BadColumns, listed
from forecasts.importing.rows.temperatures import MISSING, Celsius, as_celsius
from forecasts.texts.options import option

from .base import Wishes
from .open_meteo_hours import Day, days_of_hours

_UNITS = {"°C": "C", "°F": "F"}
_BLOCKS = ("daily", "hourly")


@dataclass(frozen=True, slots=True)
class Days:
    """The columns of one place. `resolution`: "daily" or "hourly"; unit: "C" or "F".

    zone: the place's time zone, "GMT" if the days are those of GMT.
    """

    resolution: str
    column: str
    unit: str
    zone: str
    day_of: str
    times: Sequence[object]
    temperatures: Sequence[object]
    codes: Sequence[object]

    def __iter__(self) -> Iterator[Day]:
        """Yield each day."""
        columns = zip(self.times, self.temperatures, self.codes, strict=True)
        if self.resolution == "daily":
            return ((*column, "") for column in columns)
        return days_of_hours(columns, self.zone, self.day_of)

    def read(self, value: object) -> Celsius:
        """Return a temperature in °C. Raises ValueError."""
        return as_celsius(_degrees(value), self.unit)


def find_days(place: Mapping[str, object], wishes: Wishes) -> Days:
    """Return the days of a place, of `daily` if it has the wanted value, else of `hourly`.

    --map chooses another temperature than temperature_2m_max or temperature_2m, and --day-of the
    minimum or mean. Raises BadColumns.
    """
    columns = _columns(wishes)
    for resolution, column in columns.items():
        block = place.get(resolution)
        if isinstance(block, dict) and column in block:
            return _days(place, resolution, block, column, wishes)
    raise BadColumns(_missing(place, columns, wishes.day_of))


def _columns(wishes: Wishes) -> Mapping[str, str]:
    """Return block → column."""
    mapped = wishes.columns.get("temperatureC")
    if not mapped:
        return {"daily": f"temperature_2m_{wishes.day_of}", "hourly": "temperature_2m"}
    if wishes.day_of != "max" and not mapped.endswith(f"_{wishes.day_of}"):
        return {"hourly": mapped}
    return dict.fromkeys(_BLOCKS, mapped)


def _missing(place: Mapping[str, object], columns: Mapping[str, str], day_of: str) -> str:
    names = {resolution: f"{resolution}.{column}" for resolution, column in columns.items()}
    wanted = _("%(daily)s or %(hourly)s") % names if len(names) > 1 else names["hourly"]
    found = [
        f"{name}.{column}"
        for name in _BLOCKS
        if isinstance(block := place.get(name), dict)
        for column in block
        if column != "time"
    ]
    reason = _("no %(wanted)s; another is chosen with %(option)s")
    if found:
        reason = _("no %(wanted)s (there are %(names)s); another is chosen with %(option)s")
    named = option("map", "COLUMN=temperatureC")
    asked = "" if day_of == "max" else f"{option('day-of', day_of)}: "
    return asked + reason % {"wanted": wanted, "names": listed(found), "option": named}


def _days(
    place: Mapping[str, object],
    resolution: str,
    block: Mapping[str, object],
    column: str,
    wishes: Wishes,
) -> Days:
    times = _column(resolution, block, "time")
    # `weathercode` is how it was spelt until 2023.
    code = next((name for name in ("weather_code", "weathercode") if name in block), None)
    zone = place.get("timezone")
    days = Days(
        resolution=resolution,
        column=f"{resolution}.{column}",
        unit=wishes.unit or _unit(place.get(f"{resolution}_units"), resolution, column),
        zone=zone if isinstance(zone, str) else "",
        day_of=wishes.day_of,
        times=times,
        temperatures=_column(resolution, block, column),
        codes=_column(resolution, block, code) if code else [None] * len(times),
    )
    for name, values in ((column, days.temperatures), (code, days.codes)):
        if len(values) != len(times):
            reason = _("%(count)s values, but %(times)s has %(expected)s") % {
                "count": len(values),
                "times": f"{resolution}.time",
                "expected": len(times),
            }
            raise BadColumns(reason, f"{resolution}.{name}")
    return days


def _column(resolution: str, block: Mapping[str, object], name: str) -> Sequence[object]:
    values = block.get(name)
    if not isinstance(values, list):
        raise BadColumns(_("not there, or not a list"), f"{resolution}.{name}")
    return values


def _unit(units: object, resolution: str, column: str) -> str:
    unit = units.get(column) if isinstance(units, dict) else None
    if isinstance(unit, str) and unit in _UNITS:
        return _UNITS[unit]
    reason = _("no unit")
    if unit is not None:
        reason = _("the unit %(unit)s is neither °C nor °F") % {"unit": repr(str(unit)[:20])}
    raise BadColumns(reason, f"{resolution}_units.{column}")


def _degrees(value: object) -> Decimal:
    if value is None:
        raise ValueError(MISSING)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError(_("not a number"))
    # Before any arithmetic, which may overflow, as abs() does. The model's bounds are narrower.
    if not -1000 <= value <= 1000:
        raise ValueError(_("not a temperature on Earth"))
    return value
