"""The problem types (RFC 9457) of all endpoints: name, status, title, meaning and remedy.

The name is part of the type's URL, which clients compare: never change it. One file, because it is
one table.
"""

from http import HTTPStatus
from typing import Final, NamedTuple


class ProblemType(NamedTuple):
    """One kind of error. meaning, remedy: what its page says."""

    name: str
    status: HTTPStatus
    title: str
    meaning: str
    remedy: str


def _of_status(name: str, status: HTTPStatus, meaning: str, remedy: str) -> ProblemType:
    return ProblemType(name, status, status.phrase, meaning, remedy)


_ALL: Final = (
    ProblemType(
        "malformed",
        HTTPStatus.BAD_REQUEST,
        "Malformed request",
        "The request or its body cannot be read: not JSON, not UTF-8, or not as its headers say.",
        "Correct the request; `detail` says where it could not be read.",
    ),
    ProblemType(
        "invalid",
        HTTPStatus.BAD_REQUEST,
        "Invalid value",
        "A field, a query parameter or a header has a value that is not allowed, or no known name.",
        "`errors` names each: `pointer` a field of the body, `parameter` a query parameter, "
        "`header` a header. Nothing was changed.",
    ),
    _of_status(
        "unauthorized",
        HTTPStatus.UNAUTHORIZED,
        "The request needs an account, or its credentials are not valid.",
        "Send a token or a name and password; see `WWW-Authenticate`.",
    ),
    _of_status(
        "forbidden",
        HTTPStatus.FORBIDDEN,
        "The account, or the scope of its token, does not allow this.",
        "Use an account with the permission, or a token of the scope `write`.",
    ),
    _of_status(
        "not-found",
        HTTPStatus.NOT_FOUND,
        "There is nothing at this path, or no forecast with this id (any more).",
        "Compare the path with the documentation; read the list again.",
    ),
    _of_status(
        "method-not-allowed",
        HTTPStatus.METHOD_NOT_ALLOWED,
        "The path exists and does not have this method.",
        "Use one of the methods in the header `Allow`.",
    ),
    _of_status(
        "not-acceptable",
        HTTPStatus.NOT_ACCEPTABLE,
        "No format of the response is among those in `Accept`.",
        "Accept `application/json`; lists also come as `text/csv` and `application/x-ndjson`.",
    ),
    ProblemType(
        "stale-version",
        HTTPStatus.CONFLICT,
        "Stale version",
        "The forecast was changed after the version that the body names.",
        "`current` is the forecast now: repeat the change on it, with its version.",
    ),
    ProblemType(
        "resync",
        HTTPStatus.CONFLICT,
        "Resync needed",
        "The cursor is of another history, ahead of the journal, or of a part that was pruned.",
        "Read the forecasts again, then continue from `cursor`.",
    ),
    ProblemType(
        "too-many-webhooks",
        HTTPStatus.CONFLICT,
        "Too many webhooks",
        "The account has as many webhooks as one may have.",
        "Delete one that is not needed any more, or change it.",
    ),
    _of_status(
        "length-required",
        HTTPStatus.LENGTH_REQUIRED,
        "The body has no `Content-Length`.",
        "Send the body with its length, not in chunks.",
    ),
    _of_status(
        "precondition-failed",
        HTTPStatus.PRECONDITION_FAILED,
        "`If-Match` or `If-None-Match` is not true of the resource now. Nothing was changed.",
        "Read the resource again and repeat the change with its ETag.",
    ),
    _of_status(
        "too-large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "The body is larger than is accepted.",
        "Send less, in several requests.",
    ),
    _of_status(
        "unsupported-media-type",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The body is of a media type or a charset that this method does not accept.",
        "Send JSON in UTF-8 with its `Content-Type`.",
    ),
    ProblemType(
        "idempotency-key-reused",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Idempotency-Key reused",
        "This account used the key before, with another body.",
        "Send a new key with a new request, and the same body with a repeated one.",
    ),
    _of_status(
        "precondition-required",
        HTTPStatus.PRECONDITION_REQUIRED,
        "Changes must say which version they are made against.",
        "Send the ETag of the forecast as `If-Match`.",
    ),
    _of_status(
        "too-many-requests",
        HTTPStatus.TOO_MANY_REQUESTS,
        "The account or the address has made too many requests.",
        "Wait for the seconds in `Retry-After`.",
    ),
    _of_status(
        "headers-too-large",
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "The request line and the headers are larger than is accepted.",
        "Send shorter addresses and fewer headers.",
    ),
    _of_status(
        "internal-error",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something failed here, and has been logged.",
        "Report it with the `instance`, which is the request's correlation id.",
    ),
    _of_status(
        "unavailable",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database is busy or away. Nothing was changed.",
        "Repeat the request after the seconds in `Retry-After`.",
    ),
    _of_status(
        "unknown-outcome",
        HTTPStatus.GATEWAY_TIMEOUT,
        "The database went away before it answered: the change may have been made or not.",
        "Read before you repeat it, or repeat it with the same `Idempotency-Key`.",
    ),
)

PROBLEM_TYPES: Final = {each.name: each for each in _ALL}
_BY_STATUS: Final = {each.status: each for each in reversed(_ALL)}


def type_of_status(status: HTTPStatus) -> ProblemType | None:
    """Return the general problem type of a status."""
    return _BY_STATUS.get(status)
