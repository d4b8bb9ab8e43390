"""The public JSON form of a forecast: in the REST API and in the `data` of events."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from .fields import ALWAYS, FIELDS, WRITTEN, ForecastData, ForecastFields

_WRITE = [(field.name, field.public, field.write) for field in FIELDS]

#: Defaults for fields that an older event lacks, as in static/forecasts/shared/fields.js.
_DEFAULTS = {field.public: field.default for field in FIELDS if field.default is not ALWAYS}
_DEFAULTS["version"] = 1


class Written(Protocol):
    """An object with a forecast's fields as attributes: the model, or a row."""

    @property
    def id(self) -> int:
        """The forecast's number."""

    @property
    def version(self) -> int:
        """Its version."""


def as_data(forecast: Written) -> ForecastData:
    """Return the forecast's public form."""
    data = {"id": forecast.id}
    for name, public, write in _WRITE:
        data[public] = write(getattr(forecast, name))
    data["version"] = forecast.version
    return cast(ForecastData, data)


def completed(data: Mapping[str, Any]) -> ForecastData:
    """Return an event's data with defaults for fields that were added later."""
    return cast(ForecastData, {**_DEFAULTS, **data})


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return each written field in which two public forms differ: its value before and after."""
    names = (field.public for field in WRITTEN)
    return {
        name: (before.get(name), after[name]) for name in names if before.get(name) != after[name]
    }


def whole(fields: ForecastFields) -> ForecastFields:
    """Return the fields, with defaults for missing ones."""
    defaults = {each.name: each.default for each in WRITTEN if each.default is not ALWAYS}
    return cast(ForecastFields, {**defaults, **fields})


def fields_of(data: Mapping[str, Any]) -> ForecastFields:
    """Return the model's values of a forecast in its public form."""
    whole: Mapping[str, Any] = completed(data)
    return cast(ForecastFields, {each.name: each.read(whole[each.public]) for each in WRITTEN})
