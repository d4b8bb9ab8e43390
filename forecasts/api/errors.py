"""Maps exceptions to problem documents (RFC 9457).

The form is RFC 9457's application/problem+json, with `errors` naming each field.
"""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import DatabaseError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.response import Response

from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.public_form import PUBLIC_NAMES, ForecastData, as_data
from weather.http import database_errors


class Conflict(exceptions.APIException):
    """409: the change was made against a version that is no longer current."""

    status_code = HTTPStatus.CONFLICT
    default_code = "stale_version"

    def __init__(self, stale: StaleVersion) -> None:
        super().__init__(str(stale))
        self.current: ForecastData = as_data(stale.current)


class PreconditionFailed(Conflict):
    """412: the same, asked for with If-Match (RFC 9110, section 13.1.1)."""

    status_code = HTTPStatus.PRECONDITION_FAILED


class DatabaseRefusal(exceptions.APIException):
    """The database was busy, away, or could not be asked that; see weather.http.database_errors."""

    default_code = "database"

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(database_errors.DETAILS[status])
        self.status_code = status
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.wait = database_errors.RETRY_AFTER_SECONDS


class ProblemHandler(ExceptionHandler):
    """Maps the services' refusals; everything else as drf-standardized-errors does."""

    def run(self) -> Response | None:
        """Return the response, in JSON with the media type of a problem."""
        response: Response | None = super().run()
        # The browsable API shows it in a page. Before a renderer is chosen it goes as JSON.
        renderer = getattr(self.context["request"], "accepted_renderer", None)
        if response is not None and (renderer is None or renderer.format == "json"):
            response.content_type = "application/problem+json"
        return response

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's exception for a known one."""
        match exc:
            case ForecastNotFound() | ObjectDoesNotExist():
                return exceptions.NotFound(str(exc))
            case StaleVersion():
                by_header = getattr(self.context["view"], "matched_by_header", False)
                return PreconditionFailed(exc) if by_header else Conflict(exc)
            case ModelValidationError():
                return exceptions.ValidationError(_by_public_name(exc))
            case DatabaseError() if status := database_errors.status_of(exc):
                return DatabaseRefusal(status)
            case SuspiciousOperation() | BadRequest():
                # Django's refusals, of a query with a thousand fields for one. Outside REST
                # framework's views Django answers them so by itself.
                return exceptions.ParseError(str(exc))
        return super().convert_known_exceptions(exc)


class ProblemFormatter(ExceptionFormatter):
    """Renders the errors as a problem document."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return type, title, status, detail and the errors by field."""
        status = HTTPStatus(self.exc.status_code)
        first = error_response.errors[0]
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "detail": f"{first.attr}: {first.detail}" if first.attr else first.detail,
            "errors": [asdict(error) for error in error_response.errors],
        }
        if isinstance(self.exc, Conflict):
            problem["current"] = self.exc.current
        return problem


def _by_public_name(error: ModelValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {"non_field_errors": error.messages}
    return {PUBLIC_NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
