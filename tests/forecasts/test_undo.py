"""Undoing a deletion: for some seconds, by whoever deleted."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from forecasts.representation import as_data
from forecasts.undo import UNDO_SECONDS
from tests.accounts import make_reader, make_writer
from tests.forecasts.rows import make_forecast
from tests.state import happened_since, state
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
UNDO = f"{LIST}undo"
JSON = {"accept": "application/json"}


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(make_writer())
    return client


def delete(client: Client, forecast: Forecast) -> Any:
    address = f"{LIST}{forecast.pk}/delete"
    answer = client.post(address, {"version": forecast.version}, headers=JSON)
    return answer.json()


def test_a_deletion_is_undone_with_the_same_id_and_the_next_version(writer: Client) -> None:
    forecast = make_forecast()
    before = as_data(forecast)
    token = delete(writer, forecast)["undo"]["token"]
    deleted = state()

    answer = writer.post(UNDO, {"token": token}, headers=JSON)

    assert answer.json() == {"restored": {**before, "version": 2}}
    assert state().forecasts == [{**before, "version": 2}]
    assert happened_since(deleted) == [("created", str(forecast.pk))]
    assert JournalEntry.objects.latest("position").actor == "ada"


def test_the_answer_says_for_how_long(writer: Client) -> None:
    assert delete(writer, make_forecast())["undo"]["seconds"] == UNDO_SECONDS


def test_undoing_twice_brings_back_one(writer: Client) -> None:
    token = delete(writer, make_forecast())["undo"]["token"]
    before = state()

    answers = [writer.post(UNDO, {"token": token}, headers=JSON) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(happened_since(before)) == 1


def test_after_some_seconds_it_is_too_late(writer: Client) -> None:
    forecast = make_forecast()
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        token = delete(writer, forecast)["undo"]["token"]
        before = state()
        clock.shift(UNDO_SECONDS + 1)

        answer = writer.post(UNDO, {"token": token}, headers=JSON)

    assert answer.status_code == 410
    assert answer.json() == {"detail": "It is too late to undo this."}
    assert state() == before


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é" * 50, signing.dumps({"forecast": {}})])
def test_a_token_that_is_none_of_ours_does_nothing(writer: Client, token: str) -> None:
    before = state()

    assert writer.post(UNDO, {"token": token}, headers=JSON).status_code == 410
    assert state() == before


def test_another_account_cannot_use_the_token(writer: Client) -> None:
    token = delete(writer, make_forecast())["undo"]["token"]
    before = state()
    writer.force_login(make_writer("grace"))

    assert writer.post(UNDO, {"token": token}, headers=JSON).status_code == 410
    assert state() == before


def test_who_may_not_delete_may_not_undo(client: Client) -> None:
    assert client.post(UNDO, {"token": "x"}).status_code == 302
    client.force_login(make_reader())
    assert client.post(UNDO, {"token": "x"}).status_code == 403
    assert client.get(UNDO).status_code in {403, 405}


def test_without_script_the_message_has_the_button(writer: Client) -> None:
    forecast = make_forecast()
    page = writer.post(f"{LIST}{forecast.pk}/delete", {"version": 1}, follow=True)
    form = re.search(r'<form[^>]*action="([^"]*undo)".*?</form>', page.content.decode(), re.DOTALL)
    assert form is not None
    token = re.search(r'name="token" value="([^"]+)"', form[0])
    assert token is not None

    undone = writer.post(form[1], {"token": token[1]}, follow=True)

    assert undone.redirect_chain == [(f"{LIST}#forecast-{forecast.pk}", 302)]
    assert "Forecast for Oslo 1 on 25 Oct brought back." in undone.content.decode()
    assert Forecast.objects.get().version == 2


def test_without_script_a_late_undo_says_so(writer: Client) -> None:
    page = writer.post(UNDO, {"token": "x"}, follow=True)

    assert "It is too late to undo this." in page.content.decode()


def test_the_message_shows_hostile_text_as_text(writer: Client) -> None:
    forecast = services.update_forecast(
        forecast_id=make_forecast().pk, location="<script>alert(1)</script>"
    )
    address = f"{LIST}{forecast.pk}/delete"

    page = writer.post(address, {"version": 2}, follow=True).content.decode()

    assert "Forecast for &lt;script&gt;alert(1)&lt;/script&gt; on 25 Oct deleted." in page
    assert "<script>alert" not in page
