"""The single description of a forecast's fields: model names and public names."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple, NotRequired, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .file_values import text_in


class ForecastFields(TypedDict):
    """The fields of a whole forecast, by the model's names; temperature_c in °C.

    Missing fields have their defaults.
    """

    date: dt.date
    temperature_c: Decimal
    summary: NotRequired[str]
    location: NotRequired[str]


class ForecastChanges(TypedDict, total=False):
    """The fields to change; missing fields stay unchanged."""

    date: dt.date
    temperature_c: Decimal
    summary: str
    location: str


class ForecastData(TypedDict):
    """temperatureC in °C, temperatureF in °F, date as ISO 8601; absent text is ""."""

    id: int
    date: str
    temperatureC: int | float
    temperatureF: int
    summary: str
    location: str
    version: int


#: Marks a field without a default: every event and every new forecast must have it.
ALWAYS: Final[Any] = object()


def as_it_is(value: Any) -> Any:
    """Return the value unchanged: it is the same in JSON."""
    return value


class Field(NamedTuple):
    """A field of a forecast.

    public: its name in the REST API, in events, and in the pages' scripts.
    write, read: its value as JSON, and back.
    default: in JSON, for events that are older than the field and where it is left out.
    names_it: whether it says which forecast this is; pages show such fields first.
    is_computed: from others, so that it is never written.
    columns: more names, in lower case, of its column in a file that is imported; its model name
    and its public name are known.
    from_file: reads its value in a file (file_values.py); of dates and temperatures, whose units
    and spellings depend on the whole file, the importer itself does it.
    """

    name: str
    public: str
    label: str | Promise
    write: Callable[[Any], Any] = as_it_is
    read: Callable[[Any], Any] = as_it_is
    default: Any = ALWAYS
    names_it: bool = False
    is_computed: bool = False
    columns: Sequence[str] = ()
    from_file: Callable[[object], Any] = text_in


# Cached: most temperatures of an import are repeated.
@lru_cache(maxsize=4096)
def celsius_number(value: Decimal) -> int | float:
    """Return a temperature as JSON shows it: 25, not 25.0; else one decimal."""
    return int(value) if value == value.to_integral_value() else float(value)


def _decimal(number: float) -> Decimal:
    return Decimal(str(number))


#: In the order in which the API and events have them; static/forecasts/shared/fields.js has the
#: same for the pages' scripts.
FIELDS: Final = (
    Field(
        "date",
        "date",
        _("Date"),
        dt.date.isoformat,
        dt.date.fromisoformat,
        names_it=True,
        columns=(
            "datum",
            "fecha",
            "jour",
            "date/time",
            "datetime",
            "date_time",
            "timestamp",
            "time",
        ),
    ),
    Field("temperature_c", "temperatureC", _("Temperature"), celsius_number, _decimal),
    Field("temperature_f", "temperatureF", _("Temperature"), is_computed=True),
    Field("summary", "summary", _("Summary"), default="", columns=("resume", "conditions")),
    Field(
        "location",
        "location",
        _("Location"),
        default="",
        names_it=True,
        columns=("lieu", "ort", "lugar", "place", "city", "ville", "station_name", "station"),
    ),
)

#: The writable fields.
WRITTEN: Final = tuple(field for field in FIELDS if not field.is_computed)

#: The writable fields, in reading order.
ON_PAGES: Final = tuple(sorted(WRITTEN, key=lambda field: not field.names_it))

#: The public name of each writable model field.
PUBLIC_NAMES: Final = {field.name: field.public for field in WRITTEN}

#: The written fields that need nothing but their description: the importer reads dates,
#: temperatures, summaries and places in ways of their own.
PLAIN: Final = tuple(
    field for field in WRITTEN if field.name not in {"date", "temperature_c", "summary", "location"}
)
