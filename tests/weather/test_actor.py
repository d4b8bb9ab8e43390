"""The actor of a change, and the correlation id of a request."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.accounts import make_writer
from weather.actor import ActingMiddleware, CorrelationMiddleware, acting, acting_as
from weather.journal.events import Provenance

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def request(**headers: str) -> HttpRequest:
    made = RequestFactory().get("/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    made.user = AnonymousUser()
    return made


def acting_in(made: HttpRequest, *, user: Any = None) -> tuple[Provenance, HttpResponse]:
    """Return the actor inside a view, and the response; the view sets `user`."""
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        if user is not None:
            request.user = user
        seen.append(acting())
        return HttpResponse()

    response = CorrelationMiddleware(ActingMiddleware(view))(made)
    assert isinstance(response, HttpResponse)
    return seen[0], response


@pytest.mark.parametrize("given", ["a", "order-17_b.c", "A" * 64])
def test_a_correlation_id_is_taken_from_the_request_and_returned(given: str) -> None:
    by, response = acting_in(request(X_Correlation_ID=given))

    assert by.correlation_id == given
    assert response["X-Correlation-ID"] == given


@pytest.mark.parametrize("given", ["", "a b", "A" * 65, "a\r\nSet-Cookie: x", "<b>", "Å", "a\x00"])
def test_an_invalid_id_is_replaced(given: str) -> None:
    by, response = acting_in(request(X_Correlation_ID=given))

    assert UUID7.fullmatch(by.correlation_id)
    assert response["X-Correlation-ID"] == by.correlation_id


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    "traceparent", [f"00-{TRACE}-00f067aa0ba902b7-01", f"cc-{TRACE}-00f067aa0ba902b7-00-x"]
)
def test_a_trace_is_continued(traceparent: str) -> None:
    by, response = acting_in(request(traceparent=traceparent))

    assert by.correlation_id == TRACE
    assert response["X-Correlation-ID"] == TRACE
    both, _ = acting_in(request(traceparent=traceparent, X_Correlation_ID="order-17"))
    assert both.correlation_id == "order-17"


@pytest.mark.parametrize(
    "traceparent",
    [
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"00-{TRACE}",
        "nonsense",
    ],
)
def test_an_invalid_trace_is_replaced_by_a_new_id(traceparent: str) -> None:
    by, _ = acting_in(request(traceparent=traceparent))

    assert UUID7.fullmatch(by.correlation_id)


def test_each_request_gets_an_id_of_its_own() -> None:
    first, _ = acting_in(request())
    second, _ = acting_in(request())

    assert first.correlation_id != second.correlation_id


@pytest.mark.parametrize(("given", "taken"), [("page-1", "page-1"), ("a b", ""), ("", "")])
def test_a_page_names_its_connection_in_a_header(given: str, taken: str) -> None:
    by, _ = acting_in(request(X_Connection_ID=given))

    assert by.connection == taken


def test_a_request_without_an_account_is_anonymous() -> None:
    by, _ = acting_in(request())

    assert by.actor == "anonymous"


@pytest.mark.django_db
def test_an_account_set_in_the_view_is_the_actor() -> None:
    by, _ = acting_in(request(), user=make_writer("ada"))

    assert by.actor == "ada"
    assert by.source == "/weather/web"


def test_after_the_request_its_account_is_no_longer_the_actor() -> None:
    acting_in(request(X_Correlation_ID="once"))

    assert acting().correlation_id != "once"
    assert acting().source == "/weather/shell"


def test_a_command_acts_in_its_own_name_until_it_ends() -> None:
    with acting_as(actor="cron", source="/weather/import") as by:
        assert acting() is by
        assert acting().correlation_id == by.correlation_id
        with acting_as(actor="inner", source="/weather/import", correlation_id="c-2"):
            assert acting().correlation_id == "c-2"
        assert acting() is by

    assert acting().source == "/weather/shell"
    assert acting().actor
