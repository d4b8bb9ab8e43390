"""The current actor and request id: set by middleware, or by acting_as() in commands."""

import getpass
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from uuid_utils.compat import uuid7

from weather.journal.events import Provenance

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Ids accepted from a caller. Other values are replaced by a new id.
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

# W3C Trace Context, section 3.2: version, trace, parent, flags; a trace of zeros is invalid.
_TRACE = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*")

_current: ContextVar[Callable[[], Provenance] | None] = ContextVar("acting", default=None)


def acting() -> Provenance:
    """Return the current actor: the request's account, a command's actor, or the shell's user."""
    found = _current.get()
    if found is not None:
        return found()
    return Provenance(source="/weather/shell", actor=_shell_user(), correlation_id=str(uuid7()))


@contextmanager
def acting_as(*, actor: str, source: str, correlation_id: str = "") -> Iterator[Provenance]:
    """Let everything inside the block act as `actor` from `source`, e.g. "/weather/import"."""
    by = Provenance(source=source, actor=actor, correlation_id=correlation_id or str(uuid7()))
    token = _current.set(lambda: by)
    try:
        with structlog.contextvars.bound_contextvars(correlation_id=by.correlation_id):
            yield by
    finally:
        _current.reset(token)


def _shell_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "system"


def _id_from(request: HttpRequest, header: str) -> str:
    given: str = request.headers.get(header, "")
    return given if _ID.fullmatch(given) else ""


def _trace_of(request: HttpRequest) -> str:
    found = _TRACE.fullmatch(request.headers.get("traceparent", ""))
    return found[1] if found else ""


class CorrelationMiddleware:
    """Gives a request its correlation id and binds it to logs.

    The caller's X-Correlation-ID, else the trace id of its `traceparent`, else a new id.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with its correlation id in the response's header."""
        correlation_id = _id_from(request, "X-Correlation-ID") or _trace_of(request) or str(uuid7())
        request.correlation_id = correlation_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
            response = self.get_response(request)
        response.headers["X-Correlation-ID"] = correlation_id
        return response


class ActingMiddleware:
    """Makes the request's account the current actor. Must come after AuthenticationMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; acting() describes it meanwhile."""
        # Lazy, because REST framework sets request.user inside its view.
        token = _current.set(lambda: _provenance(request))
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)


def _provenance(request: HttpRequest) -> Provenance:
    in_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
    origin = "admin" if in_admin else settings.EVENT_ORIGIN
    return Provenance(
        source=f"/weather/{origin}",
        actor=request.user.get_username() or "anonymous",
        correlation_id=request.correlation_id,  # type: ignore[attr-defined]
        connection=_id_from(request, "X-Connection-ID"),
    )
