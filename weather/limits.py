"""What every request is held to before a view sees it, and what a busy database answers."""

from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from weather.context import GetResponse

RETRY_AFTER_SECONDS = 1


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """Return an error in RFC 9457's form, application/problem+json."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


class BodyLimitMiddleware:
    """Refuses a body that is larger than DATA_UPLOAD_MAX_MEMORY_SIZE, or of unknown length."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 or 411 without reading the body, or pass the request on."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.headers.get("Content-Length") or "0"
        # isdecimal alone lets through digits of other scripts; servers refuse those themselves.
        if not length.isdecimal():
            return problem(HTTPStatus.BAD_REQUEST, "Content-Length: send a whole number of bytes.")
        if len(length) > 18 or int(length) > limit:
            detail = f"The body is larger than {limit} bytes: send less."
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        if "Transfer-Encoding" in request.headers and length == "0":
            return problem(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
        return self.get_response(request)


class BusyDatabaseMiddleware:
    """Answers 503 with Retry-After when the database was locked or away, instead of 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an OperationalError of a view into 503; nothing of the request was saved."""
        if not isinstance(error, OperationalError):
            return None
        detail = "The database is busy or away and nothing was changed: try again in a moment."
        response = problem(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
