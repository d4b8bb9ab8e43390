"""Errors in RFC 9457's form, application/problem+json, outside REST framework's views."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """Return an error whose `detail` says what is wrong and what to do."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")
