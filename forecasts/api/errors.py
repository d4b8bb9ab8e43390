"""Maps exceptions to problem documents (RFC 9457).

`errors` names each field: `pointer` (a JSON pointer, RFC 6901) in the body, `parameter` in the
query, or `header`.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import DatabaseError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.fields import PUBLIC_NAMES
from weather.http import database_errors
from weather.http.problems import MEDIA_TYPE, document

from .refusals import Conflict, DatabaseRefusal, HeaderRefused, PreconditionFailed, QueryRefused

_NOT_ACCEPTABLE = "Accept application/json, which every path has; see the documentation for others."
_NO_FIELD = "non_field_errors"


class ProblemHandler(ExceptionHandler):
    """Maps the services' refusals; everything else as drf-standardized-errors does."""

    def run(self) -> Response | None:
        """Return the response, in JSON with the media type of a problem."""
        response: Response | None = super().run()
        request = self.context["request"]
        renderer = getattr(request, "accepted_renderer", None)
        if (
            response is not None
            and request is not None
            and (renderer is None or renderer.format != "api")
        ):
            # A problem is JSON, whatever format the request asked for.
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
            response.content_type = MEDIA_TYPE
        return response

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's exception for a known one."""
        match exc:
            case ForecastNotFound() | ObjectDoesNotExist():
                return exceptions.NotFound(str(exc))
            case StaleVersion() if getattr(self.context["view"], "matched_by_header", False):
                return PreconditionFailed("If-Match", exc.current)
            case StaleVersion() | ModelValidationError():
                return api_exception(exc)
            case DatabaseError() if status := database_errors.status_of(exc):
                return DatabaseRefusal(status)
            case exceptions.NotAcceptable():
                return exceptions.NotAcceptable(_NOT_ACCEPTABLE)
            case TooManyFieldsSent():
                most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
                return exceptions.ParseError(f"Send at most {most} parameters or fields.")
            case SuspiciousOperation() | BadRequest():
                # Django's exceptions; outside REST framework's views Django handles them.
                return exceptions.ParseError("The request is malformed.")
        return super().convert_known_exceptions(exc)

    def convert_unhandled_exceptions(self, exc: Exception) -> exceptions.APIException:
        """Return the exception for an unexpected error, which is logged."""
        if isinstance(exc, exceptions.APIException):
            return exc
        return exceptions.APIException("Something failed here; it has been logged.")


class ProblemFormatter(ExceptionFormatter):
    """Renders the errors as a problem document."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return type, title, status, detail, instance and the errors by field."""
        return problem_of(self.exc)


def api_exception(exc: Exception) -> exceptions.APIException:
    """Return the API's exception for a refusal of the services."""
    match exc:
        case exceptions.APIException():
            return exc
        case ForecastNotFound():
            return exceptions.NotFound(str(exc))
        case StaleVersion():
            return Conflict(exc)
        case ModelValidationError():
            return exceptions.ValidationError(_by_public_name(exc))
    raise exc


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
            entry["pointer"] = pointer([each for each in path if each != _NO_FIELD])
    return entry


def pointer(path: list[str | int]) -> str:
    """Return the JSON pointer of a path, as a URI's fragment (RFC 6901, section 6)."""
    escaped = (str(each).replace("~", "~0").replace("/", "~1") for each in path)
    return "".join(["#", *(f"/{each}" for each in escaped)])


def _by_public_name(error: ModelValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {_NO_FIELD: error.messages}
    return {PUBLIC_NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
