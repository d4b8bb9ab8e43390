"""Sparse fieldsets: ?fields=id,date."""

from collections.abc import Mapping
from typing import Any, Final

from rest_framework.request import Request

from forecasts.api.refusals import QueryRefused
from forecasts.rules.fields import ForecastData

from . import values

ALL_FIELDS: Final = tuple(ForecastData.__annotations__)


def chosen_fields(request: Request) -> tuple[str, ...]:
    """Return the fields that ?fields= names, in the forecast's order; without it all of them."""
    given = values.one(request, "fields")
    if not given:
        return ALL_FIELDS
    names = given.split(",")
    for name in names:
        if name not in ALL_FIELDS:
            detail = f"A forecast has no {values.shown(name)}. {values.nearest(name, ALL_FIELDS)}"
            raise QueryRefused({"fields": detail})
    return tuple(name for name in ALL_FIELDS if name in names)


def only(data: Mapping[str, Any], fields: tuple[str, ...]) -> Mapping[str, Any]:
    """Return these fields of a forecast's public form."""
    return data if fields is ALL_FIELDS else {name: data[name] for name in fields}
