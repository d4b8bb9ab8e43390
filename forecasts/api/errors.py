"""Maps exceptions to the API's own, and answers with their problem documents."""

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
from weather.http.problems import MEDIA_TYPE

from .problem_documents import NO_FIELD, problem_of
from .refusals import Conflict, DatabaseRefusal, PreconditionFailed

_NOT_ACCEPTABLE = "Accept application/json, which every path has; see the documentation for others."


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


def _by_public_name(error: ModelValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {NO_FIELD: error.messages}
    return {PUBLIC_NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
