"""Problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from uuid_utils.compat import uuid7

from .problem_types import PROBLEM_TYPES, type_of_status

MEDIA_TYPE = "application/problem+json"
CORRELATION_HEADER = "X-Correlation-ID"


def document(status: HTTPStatus, detail: str, *, type_: str = "") -> dict[str, Any]:
    """Return the members that every problem has.

    type_: a name of PROBLEM_TYPES, by default the status's. `type` is the URL of its page under
    PROBLEM_PAGES, or "about:blank" in a process without such pages. `instance` is the correlation
    id.
    """
    known = PROBLEM_TYPES.get(type_) or type_of_status(status)
    has_page = known is not None and settings.PROBLEM_PAGES
    return {
        "type": f"{settings.PROBLEM_PAGES}{known.name}" if known and has_page else "about:blank",
        "title": known.title if known and has_page else status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": structlog.contextvars.get_contextvars().get("correlation_id") or str(uuid7()),
    }


def problem(status: HTTPStatus, detail: str, *, type_: str = "", **members: object) -> HttpResponse:
    """Return an error whose `detail` says what is wrong and what to do.

    `members`: additional members for programs.
    """
    body = document(status, detail, type_=type_) | members
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    # Set here too, for requests that are refused before the middleware.
    response.headers[CORRELATION_HEADER] = body["instance"]
    response.headers["Cache-Control"] = "no-store"
    return response
