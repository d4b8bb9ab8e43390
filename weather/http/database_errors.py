"""Maps database errors to 400, 503 or 504."""

import sqlite3
from http import HTTPStatus

import structlog
from django.db import DatabaseError, DataError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from weather.actor import GetResponse
from weather.postgresql.errors import PoolExhausted, Unreachable

from .problems import problem

logger = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 1

UNUSABLE = "The request holds what no database can look up."
BUSY = "The database is busy or away and nothing was changed: try again in a moment."
UNKNOWN = (
    "The database went away before it answered, so the change may have been made or not: "
    "look before you make it again."
)
DETAILS = {
    HTTPStatus.BAD_REQUEST: UNUSABLE,
    HTTPStatus.SERVICE_UNAVAILABLE: BUSY,
    HTTPStatus.GATEWAY_TIMEOUT: UNKNOWN,
}

# SQLSTATE (PostgreSQL's Appendix A): an administrator ended this connection, perhaps between
# a COMMIT and its answer; and what psycopg calls an internal error: a server that takes no writes,
# and a transaction that was ended because it was idle.
_ENDED = frozenset({"57P01", "57P02"})
_NOTHING_CHANGED = frozenset({"25006", "25P03"})


def status_of(error: Exception) -> HTTPStatus | None:
    """Return the HTTP status for a database error, or None for another exception.

    400: the query is invalid for the database. 503: busy or unreachable, and nothing was saved.
    504: the connection broke, perhaps during a COMMIT.
    """
    if isinstance(error, DataError):
        # PostgreSQL cannot be asked for NUL, be it in a session's key or in a filter.
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, InternalError) and _sqlstate(error) in _NOTHING_CHANGED:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, OperationalError):
        known = _said_no(error)
        return HTTPStatus.SERVICE_UNAVAILABLE if known else HTTPStatus.GATEWAY_TIMEOUT
    return None


def _said_no(error: OperationalError) -> bool:
    cause = error.__cause__
    if cause is None or isinstance(cause, sqlite3.Error | PoolExhausted | Unreachable):
        return True
    state = _sqlstate(error)
    return bool(state) and not state.startswith("08") and state not in _ENDED


def _sqlstate(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def log_unusable_database() -> None:
    """Log why the database cannot be used, if it cannot.

    The process starts nevertheless, since the database may start later.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        logger.error("the database of DATABASE_URL cannot be used", reason=str(error))
    finally:
        connection.close()


class DatabaseErrorMiddleware:
    """Answers a view's database error by status_of().

    Renders 503.html if the process has it and the client prefers HTML.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the response to a database error, or None for another exception."""
        status = status_of(error)
        if status is None:
            return None
        logger.warning("refused by the database", status=int(status), reason=str(error))
        response = _page(request, status) or problem(status, DETAILS[status])
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _page(request: HttpRequest, status: HTTPStatus) -> HttpResponse | None:
    preferred = request.get_preferred_type(["application/problem+json", "text/html"])
    if preferred != "text/html" or status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    try:
        # Without the request, so that the page does not query the account.
        known = status == HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse(render_to_string("503.html", {"known": known}), status=status)
    except TemplateDoesNotExist:
        return None
