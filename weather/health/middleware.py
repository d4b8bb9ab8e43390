"""Answers /livez and /readyz, before anything that asks for a host, https or an account.

A load balancer or an orchestrator probes by address, and without a name that ALLOWED_HOSTS has.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation

from .readiness import Readiness, readiness
from .results import State

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LIVE, READY = "/livez", "/readyz"
# It runs before the middleware that would set these.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class HealthMiddleware:
    """Answers probes; must be the first middleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, or pass the request on."""
        path = request.path_info.rstrip("/")
        if path not in {LIVE, READY} or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = _alive() if path == LIVE else _ready(request)
        # Every probe of a process that is down would be an error line of its own.
        response._has_been_logged = True  # type: ignore[attr-defined]
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


def _alive() -> HttpResponse:
    """Answer that the process accepts requests; dependencies are not checked."""
    return JsonResponse({"status": "alive", "process": settings.EVENT_ORIGIN})


def _ready(request: HttpRequest) -> HttpResponse:
    # Probes come before the middleware that chooses a language.
    with translation.override(settings.LANGUAGE_CODE):
        return _in_english(request, readiness())


def _in_english(request: HttpRequest, found: Readiness) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE if found.state == State.DOWN else HTTPStatus.OK
    preferred = request.get_preferred_type(["application/json", "text/html"])
    if preferred == "text/html":
        context = {"process": settings.EVENT_ORIGIN, "found": found}
        return render(request, "health/readyz.html", context, status=status)
    return JsonResponse(_document(found), status=status)


def _document(found: Readiness) -> dict[str, object]:
    return {
        "status": found.state,
        "process": settings.EVENT_ORIGIN,
        "checks": {
            result.name: {"status": result.state, "detail": result.detail}
            for result in found.results
        },
    }
