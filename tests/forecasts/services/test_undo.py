"""Undo of a deletion: for some seconds, by the account that deleted."""

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.db import connections
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from forecasts.rules.public_form import as_data
from forecasts.undo import UNDO_SECONDS, undo_of
from tests.accounts import make_reader, make_writer
from tests.forecasts.rows import make_forecast
from tests.state import happened_since, state
from weather.journal.integrity.pruning import prune
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


def test_the_answer_has_the_undo_s_time_limit(writer: Client) -> None:
    assert delete(writer, make_forecast())["undo"]["seconds"] == UNDO_SECONDS


def test_undoing_twice_restores_one_forecast(writer: Client) -> None:
    token = delete(writer, make_forecast())["undo"]["token"]
    before = state()

    answers = [writer.post(UNDO, {"token": token}, headers=JSON) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(happened_since(before)) == 1


def test_after_the_time_limit_an_undo_is_refused(writer: Client) -> None:
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
def test_an_invalid_token_does_nothing(writer: Client, token: str) -> None:
    before = state()

    assert writer.post(UNDO, {"token": token}, headers=JSON).status_code == 410
    assert state() == before


def test_another_account_cannot_use_the_token(writer: Client) -> None:
    token = delete(writer, make_forecast())["undo"]["token"]
    before = state()
    writer.force_login(make_writer("grace"))

    assert writer.post(UNDO, {"token": token}, headers=JSON).status_code == 410
    assert state() == before


def test_an_account_that_may_not_delete_may_not_undo(client: Client) -> None:
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
    assert "Forecast for Oslo 1 on 25 Oct restored." in undone.content.decode()
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


def test_versions_only_rise_over_several_deletions(writer: Client) -> None:
    forecast = make_forecast()
    older = delete(writer, forecast)["undo"]["token"]
    writer.post(UNDO, {"token": older}, headers=JSON)
    services.update_forecast(forecast_id=forecast.pk, location="Bergen")
    newer = delete(writer, Forecast.objects.get(pk=forecast.pk))["undo"]["token"]

    # The older token belongs to a deletion that was undone; the current deletion is another one.
    assert writer.post(UNDO, {"token": older}, headers=JSON).status_code == 410
    restored = writer.post(UNDO, {"token": newer}, headers=JSON).json()["restored"]

    assert (restored["version"], restored["location"]) == (4, "Bergen")
    assert versions() == [1, 1, 2, 3, 3, 4]


def versions() -> list[int]:
    entries = JournalEntry.objects.order_by("position")
    return [json.loads(entry.text)["data"]["version"] for entry in entries]


def test_a_restored_forecast_s_version_is_higher_than_every_known_one() -> None:
    forecast = make_forecast()
    first = as_data(services.delete_forecast(forecast_id=forecast.pk))
    services.restore_forecast(deleted=first)
    services.update_forecast(forecast_id=forecast.pk, location="Bergen")
    services.delete_forecast(forecast_id=forecast.pk)

    assert services.restore_forecast(deleted=first).version == 4


def test_a_restored_forecast_s_version_is_higher_also_when_its_entries_are_pruned(
    writer: Client,
) -> None:
    forecast = make_forecast()
    token = delete(writer, forecast)["undo"]["token"]
    make_forecast()
    list(prune(up_to=2))

    answer = writer.post(UNDO, {"token": token}, headers=JSON)

    assert answer.json()["restored"]["version"] == 2


def test_a_restored_forecast_keeps_its_submission_key(writer: Client) -> None:
    key = uuid4()
    forecast = make_forecast(submission=key)
    token = delete(writer, forecast)["undo"]["token"]
    writer.post(UNDO, {"token": token}, headers=JSON)

    assert make_forecast(submission=key).pk == forecast.pk
    assert Forecast.objects.count() == 1


def test_a_submission_key_used_again_after_the_deletion_stays_with_the_second_forecast(
    writer: Client,
) -> None:
    key = uuid4()
    first = make_forecast(submission=key)
    token = delete(writer, first)["undo"]["token"]
    second = make_forecast(submission=key)

    assert writer.post(UNDO, {"token": token}, headers=JSON).status_code == 200
    assert make_forecast(submission=key).pk == second.pk
    assert Forecast.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_concurrent_undos_restore_one_forecast_and_all_are_answered() -> None:
    user = make_writer()
    for _ in range(5):
        forecast = make_forecast()
        token = undo_of(services.delete_forecast(forecast_id=forecast.pk), by=user).token
        before = state()
        barrier = Barrier(4)

        def post(token: str = token, barrier: Barrier = barrier) -> int:
            client = Client(raise_request_exception=False)
            client.force_login(user)
            barrier.wait(10)
            try:
                return client.post(UNDO, {"token": token}, headers=JSON).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as threads:
            answers = [threads.submit(post) for _ in range(4)]
        assert [answer.result() for answer in answers] == [200] * 4
        assert happened_since(before) == [("created", str(forecast.pk))]
