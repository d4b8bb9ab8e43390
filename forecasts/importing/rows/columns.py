"""Maps the columns of a file to the fields of a forecast, by their names."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from forecasts.rules.fields import PLAIN, WRITTEN
from forecasts.texts.options import option

from .units import unit_in

#: The model's name of each field, by the name that --map gives it.
FIELDS = {field.public: field.name for field in WRITTEN}
PLAIN_NAMES = tuple(field.public for field in PLAIN)
_CELSIUS = ("temperaturec", "temperature_c", "tempc", "temp_c")
# Words for a temperature in languages of countries that use °C only.
_CELSIUS_WORDS = ("température", "temperatur", "temperatura")
_NOT_OF_THE_DAY = ("min", "low", "dew", "feel", "appar", "soil", "flag", "wet", "ground", "water",
                   "sea", "chill", "heat", "attribute", "quality")  # fmt: skip
_SHORT = ("t2m", "t2m_max", "tmax", "tavg", "tx")


def normalised_name(name: str) -> str:
    """Return a name in lower case and without accents."""
    bare = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


# By their names alone; a temperature's column has to say its unit too.
_KNOWN = {
    field.public: (normalised_name(field.public), field.name, *field.columns)
    for field in WRITTEN
    if field.name != "temperature_c"
}


class BadColumns(ValueError):
    """The columns don't make a forecast; `column` is the wrong one, if it is one."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.column = column


class UnitUnknown(BadColumns):
    """The file does not say the unit of its temperatures, and they are hardly °C.

    likely: the unit that they look like, of units.UNITS.
    """

    def __init__(self, reason: str, column: str, likely: str) -> None:
        choose = _("%(reason)s; use %(likely)s, or %(celsius)s if it is °C")
        units = {"likely": option("unit", likely), "celsius": option("unit", "C")}
        super().__init__(choose % {"reason": reason, **units}, column)
        self.likely = likely


def parse_map(entries: Iterable[str]) -> dict[str, str]:
    """Read `temp_max=temperatureC` entries into field → column. Raises BadColumns."""
    columns: dict[str, str] = {}
    for entry in entries:
        column, equals, field = entry.rpartition("=")
        if not equals or not column.strip():
            raise BadColumns(f"{entry!r} is not COLUMN=FIELD, such as temp_max=temperatureC")
        if field not in FIELDS:
            raise BadColumns(f"{entry!r}: no field {field!r}; the fields are {', '.join(FIELDS)}")
        if field in columns:
            raise BadColumns(f"{entry!r}: {field} is {columns[field]!r} already")
        columns[field] = column.strip()
    return columns


def known_columns(names: Sequence[str], mapped: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return field → column, by `mapped` or else by names that need no --map.

    Raises BadColumns if two columns could be one field.
    """
    found = dict(mapped or {})
    for field, known in _KNOWN.items():
        by_name = {normalised_name(name): name for name in reversed(names)}
        best = next((by_name[name] for name in known if name in by_name), None)
        if best is not None:
            found.setdefault(field, best)
    if "temperatureC" not in found and (temperature := _temperature(names)):
        found["temperatureC"] = temperature
    return found


def parts_of(column: str, names: Sequence[str]) -> list[str]:
    """Return the columns of a "Year+Month+Day", or the one of that very name."""
    parts = [part.strip() for part in column.split("+")]
    if column in names or not all(parts):
        return [column]
    if not set(parts) <= set(names):  # "date+time (UTC+1)"
        for at, sign in enumerate(column):
            pair = [column[:at].strip(), column[at + 1 :].strip()]
            if sign == "+" and set(pair) <= set(names):
                return pair
    return parts


def listed(names: Sequence[str]) -> str:
    """Return the names for a message: a long list, or a long name, is cut."""
    cut = [name if len(name) <= 40 else f"{name[:40]}…" for name in names[:20]]
    return ", ".join(cut + ["…"] * (len(names) > 20))


def _temperature(names: Sequence[str]) -> str:
    own = [name for name in names if name.casefold() in _CELSIUS]
    said = [name for name in names if unit_in(name) and _is_of_the_day(name)]
    highest = [name for name in said if any(w in normalised_name(name) for w in ("max", "high"))]
    words = [name for name in names if name.casefold() in _CELSIUS_WORDS]
    for found in (own, highest, said, words):
        if len(found) > 1:
            twice = ", ".join(repr(name) for name in found)
            reason = _("%(count)s columns give temperatureC: %(names)s")
            raise BadColumns(reason % {"count": len(found), "names": twice}, found[0])
        if found:
            return found[0]
    return ""


def _is_of_the_day(name: str) -> bool:
    bare = normalised_name(name)
    if any(word in bare for word in _NOT_OF_THE_DAY):
        return False
    return "temp" in bare or any(bare.startswith(f"{word} ") for word in _SHORT)
