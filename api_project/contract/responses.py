"""Responses: each status with its headers and an example."""

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings

from weather.http.problem_types import PROBLEM_TYPES, ProblemType, type_of_status
from weather.http.problems import MEDIA_TYPE

from .building import Schema, ref
from .examples import FORECAST_EXAMPLE

Response = dict[str, Any]

_ON_ALL: Final = ("X-Correlation-ID", "Cache-Control")
# Headers that come with a status, besides those on all.
_OF_STATUS: Final = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Allow",),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
}
_KNOWN: Final[dict[str, tuple[str, str]]] = {
    "X-Correlation-ID": ("The request's id, which is on its log lines and events.", "order-17"),
    "Cache-Control": ("Whether the response may be kept.", "no-cache"),
    "Vary": (
        "The request's headers that decide about the response.",
        "Accept, Authorization, Cookie",
    ),
    "ETag": ("Names the version.", '"2"'),
    "Location": ("Where the new forecast is.", "/api/weatherforecast/7"),
    "Link": ("The next, the previous and the first page (RFC 8288).", '<…>; rel="next"'),
    "X-Total-Count": ("All rows that the filters let through.", "205"),
    "Preference-Applied": ("What of Prefer was followed.", "return=minimal"),
    "Retry-After": ("Seconds.", "1"),
    "RateLimit": ("What is left of the limits.", '"writes";r=99;t=60'),
    "RateLimit-Policy": ("The limits.", '"writes";q=100;w=60'),
    "WWW-Authenticate": ("How to authenticate.", 'Basic realm="weather"'),
    "Allow": ("The methods of the path.", "GET, HEAD, OPTIONS"),
    "Content-Disposition": ("A file's name.", 'attachment; filename="weatherforecast.csv"'),
}
HEADERS: Final = {
    name: {
        "description": description,
        "schema": {"type": "integer"}
        if name in {"X-Total-Count", "Retry-After"}
        else {"type": "string"},
        "example": int(example) if name in {"X-Total-Count", "Retry-After"} else example,
    }
    for name, (description, example) in _KNOWN.items()
}


def headers(*names: str) -> dict[str, Schema]:
    """Return references to the headers, with those that all responses have."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*_ON_ALL, *names)}


def problem_responses() -> dict[str, Response]:
    """Return the shared responses for errors, by name."""
    found: dict[str, Response] = {}
    for status in {each.status for each in PROBLEM_TYPES.values()}:
        types = [each for each in PROBLEM_TYPES.values() if each.status == status]
        found[_name(status)] = {
            "description": " ".join(each.meaning for each in types),
            "headers": headers(*_OF_STATUS.get(status, ())),
            "content": {
                MEDIA_TYPE: {
                    "schema": ref("Problem"),
                    "examples": {each.name: {"value": _example(each)} for each in types},
                }
            },
        }
    return dict(sorted(found.items()))


def problems(*statuses: int) -> dict[str, Response]:
    """Return references to the shared responses of these statuses."""
    return {
        str(each): {"$ref": f"#/components/responses/{_name(HTTPStatus(each))}"}
        for each in statuses
    }


def _name(status: HTTPStatus) -> str:
    return status.phrase.title().replace(" ", "").replace("-", "")


def _example(type_: ProblemType) -> Schema:
    general = type_of_status(type_.status)
    assert general is not None
    return {
        "type": f"{settings.PROBLEM_PAGES}{type_.name}",
        "title": type_.title,
        "status": type_.status.value,
        "detail": type_.meaning,
        "instance": "01a20c96-db6b-7362-a7d8-0b1ea3e1d7ce",
    }


def json(description: str, schema: Schema, example: Any, *more: str) -> Response:
    """Return a response with a JSON body and these headers."""
    return {
        "description": description,
        "headers": headers(*more),
        "content": {"application/json": {"schema": schema, "example": example}},
    }


def empty(description: str, *more: str) -> Response:
    """Return a response without a body."""
    return {"description": description, "headers": headers(*more)}


_CSV_EXAMPLE: Final = "id,date,temperatureC,temperatureF,summary,location,version\r\n7,…"


def rows(*, formats: tuple[str, ...]) -> Response:
    """Return the list's response in these formats."""
    all_formats = {
        "application/json": {
            "schema": {"type": "array", "items": ref("SparseForecast")},
            "example": [FORECAST_EXAMPLE],
        },
        "text/csv": {"schema": {"type": "string"}, "example": _CSV_EXAMPLE},
        "application/x-ndjson": {"schema": {"type": "string"}, "example": '{"id":7,…}\n'},
    }
    response = empty("The rows.", "ETag", "Vary", "Link", "X-Total-Count", "Content-Disposition")
    return {**response, "content": {name: all_formats[name] for name in formats}}
