"""Every write of the API adds one journal entry per forecast; a rolled-back write adds none."""

from collections.abc import Generator
from typing import Any

import pytest
from django.test import Client

from tests.api.problems import problem
from tests.api.test_writing import WARM, send
from tests.forecasts.rows import make_forecast
from tests.listening import listening
from tests.state import entries_since, happened_since, state
from weather.journal.signals import event_recorded

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = pytest.mark.parametrize(
    ("method", "what"),
    [("post", "created"), ("put", "updated"), ("patch", "updated"), ("delete", "deleted")],
)


class Refused(Exception):
    pass


@pytest.fixture
def refusing() -> Generator[None]:
    """Make every change fail inside its transaction, after it was recorded."""

    def refuse(**_: Any) -> None:
        raise Refused

    event_recorded.connect(refuse)
    yield
    event_recorded.disconnect(refuse)


def write(api: Client, method: str, forecast_id: int) -> Any:
    path = "" if method == "post" else f"/{forecast_id}"
    return send(api, method, path, {**WARM, "summary": "Hot"})


@WRITES
def test_a_write_adds_one_entry_and_publishes_its_text(api: Client, method: str, what: str) -> None:
    forecast = make_forecast()
    before = state()

    with listening() as listener:
        answer = write(api, method, forecast.pk)
        heard = listener.heard()

    assert answer.status_code in {200, 201, 204}
    number = answer.json()["id"] if method == "post" else forecast.pk
    assert happened_since(before) == [(what, str(number))]
    [entry] = entries_since(before)
    assert heard == [(f"weatherforecast.{what}", entry.text)]
    assert (entry.source, entry.actor) == ("/weather/api", "ada")


@WRITES
def test_a_rolled_back_write_adds_nothing_and_sends_nothing(
    api: Client, method: str, what: str, request: pytest.FixtureRequest
) -> None:
    forecast = make_forecast()
    request.getfixturevalue("refusing")
    api.raise_request_exception = False
    before = state()

    with listening() as listener:
        answer = write(api, method, forecast.pk)
        heard = listener.heard()

    problem(answer, 500)
    assert state() == before
    assert heard == []


@WRITES
def test_a_refused_write_adds_nothing_and_sends_nothing(
    api: Client, method: str, what: str
) -> None:
    forecast = make_forecast()
    before = state()

    with listening() as listener:
        answer = send(
            api,
            method,
            "" if method == "post" else f"/{forecast.pk}",
            {"date": "soon"},
            If_Match='"7"',
        )
        heard = listener.heard()

    assert answer.status_code in {400, 412}
    assert state() == before
    assert heard == []
