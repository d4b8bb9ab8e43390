"""The front page of the api process, and its error pages as problem documents (RFC 9457)."""

from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from weather.http.problems import problem
from weather.http.refused_hosts import DETAIL


def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to the documentation."""
    return redirect("swagger")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    is_of_host = isinstance(exception, DisallowedHost)
    return problem(HTTPStatus.BAD_REQUEST, DETAIL if is_of_host else "The request is malformed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown path with a 404 problem."""
    detail = f"There is nothing at {request.path}: see /swagger/ for what there is."
    return problem(HTTPStatus.NOT_FOUND, detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure of our own; the log has the traceback."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here; it has been logged.")
