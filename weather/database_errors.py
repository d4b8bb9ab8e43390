"""What a request is answered when the database refused it: not 500, nothing is broken here."""

from http import HTTPStatus

from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from weather.context import GetResponse
from weather.problems import problem

RETRY_AFTER_SECONDS = 1


class DatabaseErrorMiddleware:
    """Answers 503 when the database was busy or away, and 400 when it was the data.

    A process that has a template 503.html shows it to those who would rather read HTML.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer to a view's database error; nothing of the request was saved."""
        if isinstance(error, DataError):
            # PostgreSQL cannot be asked for NUL, be it in a session's key or in a filter.
            detail = "The request holds what no database can look up."
            return problem(HTTPStatus.BAD_REQUEST, detail)
        if not isinstance(error, OperationalError):
            return None
        response = _busy(request)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _busy(request: HttpRequest) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.get_preferred_type(["application/problem+json", "text/html"]) == "text/html":
        try:
            # Without the request: the page must not ask the database who is looking.
            return HttpResponse(render_to_string("503.html"), status=status)
        except TemplateDoesNotExist:
            pass
    detail = "The database is busy or away and nothing was changed: try again in a moment."
    return problem(status, detail)
