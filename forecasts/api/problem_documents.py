"""The problem document (RFC 9457) of an exception.

`errors` names each field: `pointer` (a JSON pointer, RFC 6901) in the body, `parameter` in the
query, or `header`.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from rest_framework import exceptions

from weather.http.problems import document

from .refusals import HeaderRefused, QueryRefused

#: The name of errors of a body as a whole.
NO_FIELD = "non_field_errors"


def problem_of(exc: exceptions.APIException) -> dict[str, Any]:
    """Return the problem document of an exception."""
    errors = [_entry(exc, path, detail) for path, detail in _flat(exc.detail, ())]
    first = errors[0]
    detail = f"{first['attr']}: {first['detail']}" if first["attr"] else first["detail"]
    problem = document(HTTPStatus(exc.status_code), detail, type_=_type_of(exc))
    problem["errors"] = errors
    if current := getattr(exc, "current", None):
        problem["current"] = current
    return problem


def _type_of(exc: exceptions.APIException) -> str:
    is_invalid = isinstance(exc, exceptions.ValidationError)
    return "invalid" if is_invalid else getattr(exc, "problem_type", "")


_Path = tuple[str | int, ...]


def _flat(detail: Any, path: _Path) -> Iterator[tuple[_Path, exceptions.ErrorDetail]]:
    """Yield each error with the path of names and places that leads to its value."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, (*path, name))
    elif isinstance(detail, list):
        is_of_items = any(isinstance(each, dict | list) for each in detail)
        for place, inner in enumerate(detail):
            yield from _flat(inner, (*path, place) if is_of_items else path)
    else:
        yield path, detail


def _entry(
    exc: exceptions.APIException, path: _Path, detail: exceptions.ErrorDetail
) -> dict[str, Any]:
    attr = ".".join(map(str, path)) if path else None
    entry: dict[str, Any] = {"code": detail.code, "detail": str(detail), "attr": attr}
    match exc:
        case QueryRefused():
            entry["parameter"] = attr
        case HeaderRefused():
            entry["header"] = attr
        case _ if path or isinstance(exc, exceptions.ValidationError):
            entry["pointer"] = _pointer([each for each in path if each != NO_FIELD])
    return entry


def _pointer(path: list[str | int]) -> str:
    """Return the JSON pointer of a path, as a URI's fragment (RFC 6901, section 6)."""
    escaped = (str(each).replace("~", "~0").replace("/", "~1") for each in path)
    return "".join(["#", *(f"/{each}" for each in escaped)])
