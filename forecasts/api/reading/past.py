"""?as_of=POSITION: the list and single forecasts at an earlier position."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from forecasts.api.refusals import QueryRefused
from forecasts.reads.as_of import NotKnown, forecast_at, forecasts_at
from forecasts.rules.errors import ForecastNotFound

from .query import DEFAULT_ROWS, ListQuery
from .sparse import only

_TAKEN = {"as_of", "offset", "limit", "fields", "format"}


def past_forecast(forecast_id: int, position: int) -> Mapping[str, Any]:
    """Return a forecast as it was. Raises NotFound and ForecastNotFound."""
    try:
        found = forecast_at(forecast_id, position)
    except NotKnown as error:
        raise NotFound(str(error)) from error
    if found is None:
        raise ForecastNotFound(forecast_id)
    return found


def past_list(request: Request, query: ListQuery) -> tuple[list[Mapping[str, Any]], dict[str, str]]:
    """Return a page of the list as it was, and its headers. Raises NotFound and QueryRefused."""
    assert query.as_of is not None
    if others := sorted(set(request.query_params) - _TAKEN - {""}):
        detail = "The past is not filtered: send as_of with limit, offset and fields only."
        raise QueryRefused(dict.fromkeys(others, detail))
    limit = query.limit or DEFAULT_ROWS
    try:
        rows = forecasts_at(query.as_of, offset=query.offset, limit=limit + 1)
    except NotKnown as error:
        raise NotFound(str(error)) from error
    headers = {}
    if len(rows) > limit:
        kept = request.query_params.dict() | {"limit": limit, "offset": query.offset + limit}
        address = request.build_absolute_uri(request.path)
        headers["Link"] = f'<{address}?{urlencode(kept)}>; rel="next"'
    return [only(row, query.fields) for row in rows[:limit]], headers
