"""Maps the columns of a file to the fields of a forecast."""

from collections.abc import Iterable, Mapping, Sequence

# The names that a column may have without --map, and the model's field. They say their unit:
# a `temp_max` may be °F, so that one has to be named on the command line.
FIELDS = {
    "date": "date",
    "temperatureC": "temperature_c",
    "summary": "summary",
    "location": "location",
}
_KNOWN = {
    "date": ("date",),
    "temperatureC": ("temperaturec", "temperature_c", "tempc", "temp_c"),
    "summary": ("summary",),
    "location": ("location",),
}
_REQUIRED = ("date", "temperatureC")


class BadColumns(ValueError):
    """The columns don't make a forecast; `column` is the one to look at, if it is one."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.column = column


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


def find_columns(header: Sequence[str], mapped: Mapping[str, str]) -> dict[str, int]:
    """Return field → place in the header, by `mapped` or by a known name. Raises BadColumns."""
    names = [name.strip() for name in header]
    places: dict[str, int] = {}
    for field, known in _KNOWN.items():
        if field in mapped:
            found = [place for place, name in enumerate(names) if name == mapped[field]]
        else:
            found = [place for place, name in enumerate(names) if name.casefold() in known]
        if len(found) > 1:
            twice = ", ".join(repr(names[place]) for place in found)
            raise BadColumns(f"{len(found)} columns give {field}: {twice}", names[found[0]])
        if found:
            places[field] = found[0]
        elif field in mapped:
            raise BadColumns(f"not in the header ({listed(names)})", mapped[field])
        elif field in _REQUIRED:
            raise BadColumns(
                f"no column for {field} in the header ({listed(names)}); "
                f"name it with --map COLUMN={field}"
            )
    return places


def listed(names: Sequence[str]) -> str:
    """Return the names for a message: a long list, or a long name, is cut."""
    cut = [name if len(name) <= 40 else f"{name[:40]}…" for name in names[:20]]
    return ", ".join(cut + ["…"] * (len(names) > 20))
