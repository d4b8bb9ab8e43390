"""The operations of each path."""

from typing import Any, Final

from . import parameters as p
from .building import Operation, json_body, operation, ref
from .examples import (
    BULK_EXAMPLE,
    BULK_RESPONSE_EXAMPLE,
    EVENTS_EXAMPLE,
    FORECAST_EXAMPLE,
    REQUEST_EXAMPLE,
)
from .responses import empty, json, problems, rows

_READ: Final = (400, 401, 403, 406, 412, 429, 503, 504)
_WRITE: Final = (400, 401, 403, 406, 411, 413, 415, 429, 503, 504)
_CHANGE: Final = (404, 409, 412, 428)
_LIST_FORMATS: Final = ("application/json", "text/csv", "application/x-ndjson")


_known = empty("What the client has is current.", "ETag", "Vary")
_forecast = json("The forecast.", ref("Forecast"), FORECAST_EXAMPLE, "ETag")
_minimal = empty("Done; there is no body.", "ETag", "Preference-Applied")


def _list(id_: str, *formats: str) -> Operation:
    as_of = [p.AS_OF] if "application/json" in formats else []
    responses = {"200": rows(formats=formats), "304": _known, **problems(*_READ, 404)}
    return operation(
        id_, "The forecasts, by page", "forecasts", [*p.LIST, *as_of, p.IF_NONE_MATCH], responses
    )


def _change(id_: str, summary: str, body: Any, done: dict[str, Any]) -> Operation:
    own = [p.ID, p.IF_MATCH, p.IF_NONE_MATCH, *([p.prefer("return=minimal")] if body else [])]
    errors = (
        problems(*_WRITE, *_CHANGE)
        if body
        else problems(400, 401, 403, 406, *_CHANGE, 429, 503, 504)
    )
    return operation(id_, summary, "forecasts", own, {**done, **errors}, body)


_BASE: Final = "/api/weatherforecast"
PATHS: Final[dict[str, dict[str, Any]]] = {
    _BASE: {
        "get": _list("listForecasts", *_LIST_FORMATS),
        "post": operation(
            "createForecast",
            "Create a forecast",
            "forecasts",
            [p.IDEMPOTENCY_KEY, p.prefer("return=minimal")],
            {
                "201": json(
                    "The forecast; minimally its id and version.",
                    ref("SparseForecast"),
                    FORECAST_EXAMPLE,
                    "ETag",
                    "Location",
                ),
                **problems(*_WRITE, 412, 422),
            },
            json_body("ForecastRequest", REQUEST_EXAMPLE),
        ),
    },
    f"{_BASE}.csv": {"get": _list("listForecastsAsCSV", "text/csv")},
    f"{_BASE}.ndjson": {"get": _list("listForecastsAsNDJSON", "application/x-ndjson")},
    f"{_BASE}/bulk": {
        "post": operation(
            "changeForecasts",
            "Create, update and delete up to 1,000 forecasts, all or none",
            "forecasts",
            [p.prefer("handling=lenient", "return=minimal", "handling=lenient, return=minimal")],
            {
                "200": json("A result for each.", ref("BulkResponse"), BULK_RESPONSE_EXAMPLE),
                **problems(*_WRITE, 404, 409, 428),
            },
            json_body("BulkRequest", BULK_EXAMPLE),
        )
    },
    f"{_BASE}/events": {
        "get": operation(
            "listEvents",
            "The events after a cursor, oldest first",
            "events",
            p.EVENTS,
            {
                "200": json("The events.", ref("Events"), EVENTS_EXAMPLE, "Vary"),
                **problems(400, 401, 403, 406, 409, 429, 503, 504),
            },
        )
    },
    f"{_BASE}/{{id}}/events": {
        "get": operation(
            "listForecastEvents",
            "What happened to a forecast, latest first",
            "events",
            [p.ID, *p.HISTORY],
            {
                "200": json(
                    "The events.",
                    {"type": "array", "items": {"type": "object"}},
                    [],
                    "Vary",
                    "Link",
                ),
                **problems(400, 401, 403, 404, 406, 429, 503, 504),
            },
        )
    },
    f"{_BASE}/{{id}}": {
        "get": operation(
            "getForecast",
            "One forecast",
            "forecasts",
            [p.ID, *p.ITEM, p.IF_MATCH, p.IF_NONE_MATCH],
            {
                "200": json(
                    "The forecast.", ref("SparseForecast"), FORECAST_EXAMPLE, "ETag", "Vary"
                ),
                "304": _known,
                **problems(*_READ, 404),
            },
        ),
        "put": _change(
            "replaceForecast",
            "Replace a forecast",
            json_body("ForecastRequest", REQUEST_EXAMPLE),
            {"200": _forecast, "204": _minimal},
        ),
        "patch": _change(
            "updateForecast",
            "Change the fields of the body",
            json_body(
                "ForecastPatch",
                {"temperatureC": 22},
                "application/json",
                "application/merge-patch+json",
            ),
            {"200": _forecast, "204": _minimal},
        ),
        "delete": _change("deleteForecast", "Delete a forecast", None, {"204": empty("Deleted.")}),
    },
}
