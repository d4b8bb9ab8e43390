"""The answer to a log-in attempt after too many wrong passwords (429)."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.exceptions import TemplateDoesNotExist

from .problems import problem

DETAIL = "Too many wrong passwords for this account from your address: wait before the next try."


# Characters of a name that failures are counted by: no account has a longer one, and axes stores
# at most 255, beyond which PostgreSQL would refuse the whole request.
LONGEST_NAME = 150


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the name that a failure is counted under."""
    name = credentials.get("username") if credentials else request.POST.get("username")
    return (name or "")[:LONGEST_NAME]


def pause_seconds() -> int:
    """Return the longest time for which passwords are refused."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds())


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: Any = None
) -> HttpResponse:
    """Return the explaining page, or a problem document in a process without pages."""
    try:
        minutes = -(-pause_seconds() // 60)
        response = render(
            request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS
        )
    except TemplateDoesNotExist:
        response = problem(HTTPStatus.TOO_MANY_REQUESTS, DETAIL)
    response["Retry-After"] = str(pause_seconds())
    return response
