"""Problem documents (RFC 9457) outside of REST framework's views."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def problem(status: HTTPStatus, detail: str, **members: object) -> HttpResponse:
    """Return an error whose `detail` says what is wrong and what to do.

    `members` are the problem's own, for programs to read.
    """
    body: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status,
        "detail": detail,
    }
    body |= members
    return JsonResponse(body, status=status, content_type="application/problem+json")
