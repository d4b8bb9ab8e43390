"""The answer to a request whose database statement failed."""

import json
import sqlite3

import pytest
from django.db import DatabaseError, DataError, IntegrityError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from weather.http.database_errors import DatabaseErrorMiddleware, status_of
from weather.postgresql.errors import PoolExhausted, Unreachable


def test_a_busy_database_is_503_with_retry_after() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())
    request = HttpRequest()

    response = middleware.process_exception(request, OperationalError("database is locked"))

    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert json.loads(response.content)["status"] == 503
    assert middleware.process_exception(request, ValueError()) is None


def test_a_value_that_the_database_cannot_look_up_is_400() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())

    response = middleware.process_exception(HttpRequest(), DataError("cannot contain NUL"))

    assert response is not None
    assert response.status_code == 400


class _Psycopg(Exception):
    """The relevant part of a psycopg error: the server's SQLSTATE, or None."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__()
        self.sqlstate = sqlstate


def _caused(error: DatabaseError, cause: Exception) -> DatabaseError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "cause", "status"),
    [
        (OperationalError(), _Psycopg("55P03"), 503),  # lock_timeout
        (OperationalError(), _Psycopg("53300"), 503),  # no connection left
        (OperationalError(), PoolExhausted(), 503),
        (OperationalError(), Unreachable(), 503),  # no statement was sent
        (OperationalError(), sqlite3.OperationalError("database is locked"), 503),
        (InternalError(), _Psycopg("25006"), 503),  # read-only
        (InternalError(), _Psycopg("25P03"), 503),  # idle_in_transaction_session_timeout
        (OperationalError(), _Psycopg(None), 504),  # the connection broke
        (OperationalError(), _Psycopg("08006"), 504),
        (OperationalError(), _Psycopg("57P01"), 504),  # terminated, perhaps after its COMMIT
    ],
)
def test_a_certain_refusal_is_503_and_an_unknown_outcome_504(
    error: DatabaseError, cause: Exception, status: int
) -> None:
    assert status_of(_caused(error, cause)) == status


@pytest.mark.parametrize("error", [InternalError(), IntegrityError(), ValueError()])
def test_an_error_of_the_project_is_not_a_database_failure(error: Exception) -> None:
    assert status_of(error) is None


def test_browsers_get_a_page_that_says_when_to_try_again() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())
    request = RequestFactory().get("/", headers={"Accept": "text/html,*/*;q=0.8"})

    response = middleware.process_exception(request, OperationalError("database is locked"))

    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert b"<h1>Busy for a moment</h1>" in response.content
