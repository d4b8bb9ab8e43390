"""What a request is answered when the database refused it."""

import json

from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from weather.database_errors import DatabaseErrorMiddleware


def test_a_database_that_is_busy_is_answered_with_when_to_try_again() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())
    request = HttpRequest()

    response = middleware.process_exception(request, OperationalError("database is locked"))

    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert json.loads(response.content)["status"] == 503
    assert middleware.process_exception(request, ValueError()) is None


def test_what_the_database_cannot_look_up_is_the_request_s_fault() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())

    response = middleware.process_exception(HttpRequest(), DataError("cannot contain NUL"))

    assert response is not None
    assert response.status_code == 400


def test_a_person_is_shown_a_page_that_says_when_to_try_again() -> None:
    middleware = DatabaseErrorMiddleware(lambda _: HttpResponse())
    request = RequestFactory().get("/", headers={"Accept": "text/html,*/*;q=0.8"})

    response = middleware.process_exception(request, OperationalError("database is locked"))

    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert b"<h1>Busy for a moment</h1>" in response.content
