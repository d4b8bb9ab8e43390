"""Exceptions of the API, each with its problem type."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from rest_framework import exceptions

from forecasts.models import Forecast
from forecasts.rules.errors import StaleVersion
from forecasts.rules.public_form import as_data
from weather.http import database_errors

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastData


class QueryRefused(exceptions.ValidationError):
    """400: a query parameter is unknown or has a value that is not allowed."""


class HeaderRefused(exceptions.ValidationError):
    """400: a header has a value that is not allowed."""


class Conflict(exceptions.APIException):
    """409: the change was made against a version that is no longer current."""

    status_code = HTTPStatus.CONFLICT
    default_code = "stale_version"
    problem_type = "stale-version"

    def __init__(self, stale: StaleVersion) -> None:
        super().__init__(str(stale))
        self.current: ForecastData = as_data(stale.current)


class TooManyWebhooks(exceptions.APIException):
    """409: the account has as many webhooks as one may have."""

    status_code = HTTPStatus.CONFLICT
    default_code = "too_many_webhooks"
    problem_type = "too-many-webhooks"


class PreconditionFailed(exceptions.APIException):
    """412: If-Match or If-None-Match is not true of the resource (RFC 9110, section 13.1).

    current: the forecast now, where the resource is one.
    """

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "precondition_failed"

    def __init__(self, header: str, current: Forecast | None = None) -> None:
        super().__init__(f"{header} is not true of the resource now: read it again.")
        self.current: ForecastData | None = as_data(current) if current else None


class PreconditionRequired(exceptions.APIException):
    """428: REQUIRE_IF_MATCH, and the request names no version (RFC 6585, section 3)."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "Send the forecast's ETag as If-Match, or its version in the body."


class KeyReused(exceptions.APIException):
    """422: the key has already created a forecast with other fields."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used with another body: a new request, a new key."


class DatabaseRefusal(exceptions.APIException):
    """The database was busy, away, or rejected the query; see weather.http.database_errors."""

    default_code = "database"

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(database_errors.DETAILS[status])
        self.status_code = status
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.wait = database_errors.RETRY_AFTER_SECONDS
