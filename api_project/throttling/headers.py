"""RateLimit and RateLimit-Policy: how many requests are left.

Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .counts import MINUTE

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RateHeadersMiddleware:
    """Adds the two headers to the answer of a request that was counted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, with the remaining limits."""
        response = self.get_response(request)
        rates = getattr(request, "rates", None)
        if rates:
            response.headers["RateLimit-Policy"] = ", ".join(
                f'"{name}";q={limit};w={MINUTE}' for name, limit, _ in rates
            )
            response.headers["RateLimit"] = ", ".join(
                f'"{name}";r={hit.left};t={hit.wait}' for name, _, hit in rates
            )
        return response
