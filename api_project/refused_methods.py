"""405 of plain Django views as a problem (RFC 9457); Django's own has no body."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from weather.http.problems import problem


class RefusedMethodsMiddleware:
    """Adds a body to responses with 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        detail = f"{request.method} is not a method of {request.path}: see the header Allow."
        refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, detail)
        refused.headers["Allow"] = response.headers["Allow"]
        return refused
