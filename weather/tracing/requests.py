"""A span of each request."""

import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .spans import Step, exported, request_span

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# W3C Trace Context, section 3.2: the caller's trace and span.
_CALLER = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*")


class TracingMiddleware:
    """Notes each request as a span. Must come after CorrelationMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        exported()  # a missing package stops the process at its start

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; what it commits is a child of its span."""
        token = request_span.set(secrets.randbits(64) or 1)
        began = time.time_ns()
        try:
            response = self.get_response(request)
            self._note(request, response.status_code, began)
            return response
        finally:
            request_span.reset(token)

    def _note(self, request: HttpRequest, status: int, began: int) -> None:
        correlation_id: str = request.correlation_id  # type: ignore[attr-defined]
        route = request.resolver_match.route if request.resolver_match else "none"
        attributes: list[tuple[str, str | int]] = [
            ("http.request.method", request.method or ""),
            ("http.route", route),
            ("http.response.status_code", status),
        ]
        caller = _CALLER.fullmatch(request.headers.get("traceparent", ""))
        if caller and caller[1] == correlation_id:
            attributes.append(("desk.caller", str(int(caller[2], 16))))
        step = Step("request", correlation_id, "", began, time.time_ns(), "", tuple(attributes))
        exported()(step)
