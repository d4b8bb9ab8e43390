"""Change and delete selected forecasts: a result for each, version checks, and undo."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from forecasts import services
from forecasts.db.days import LATEST
from forecasts.models import Forecast
from forecasts.undo import UNDO_SECONDS
from tests.accounts import make_reader, make_writer
from tests.forecasts.rows import fields as usual
from tests.state import happened_since, state

pytestmark = pytest.mark.django_db

SELECTED = "/weatherforecast/selected"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(make_writer())
    return client


def make_forecast(**fields: Any) -> Forecast:
    given: dict[str, Any] = {**usual(), **fields}
    return services.create_forecast(**given)


def post(client: Client, path: str, *forecasts: Forecast, **fields: str) -> Any:
    selected = ",".join(f"{each.pk}:{each.version}" for each in forecasts)
    return client.post(f"{SELECTED}/{path}", {"selected": selected, **fields})


def outcomes(answer: Any) -> list[str]:
    return [result["outcome"] for result in answer.json()["results"]]


def test_rows_are_changed_and_the_change_is_undone(writer: Client) -> None:
    first, second = make_forecast(location="Oslo"), make_forecast(location="Bergen")
    before = state()

    answer = post(writer, "change", first, second, warmer_by="1.5", later_by="2", summary="Hail")

    assert outcomes(answer) == ["changed", "changed"]
    second.refresh_from_db()
    assert (second.location, second.summary) == ("Bergen", "Hail")
    assert happened_since(before) == [("updated", str(first.pk)), ("updated", str(second.pk))]
    token = answer.json()["undo"]["token"]
    undone = writer.post(f"{SELECTED}/change/undo", {"token": token})
    assert [each["version"] for each in undone.json()["restored"]] == [3, 3]
    then = [{**each, "version": 3} for each in before.forecasts]
    assert state().forecasts == then


def test_stale_rows_are_refused_and_the_others_are_changed(writer: Client) -> None:
    stale, gone, good, there = (make_forecast(location=f"Town {n}") for n in range(4))
    late = make_forecast(date=LATEST)
    same = make_forecast(summary="Hail")
    services.update_forecast(forecast_id=stale.pk, summary="Theirs")
    services.delete_forecast(forecast_id=gone.pk)
    before = state()

    answer = post(writer, "change", stale, gone, good, there, late, later_by="1")
    assert outcomes(answer) == ["stale", "gone", "changed", "changed", "refused"]
    assert answer.json()["results"][0]["forecast"]["summary"] == "Theirs"
    assert happened_since(before) == [("updated", str(good.pk)), ("updated", str(there.pk))]
    assert outcomes(post(writer, "change", same, summary="Hail")) == ["same"]


def test_an_undo_leaves_rows_that_were_changed_since(writer: Client) -> None:
    mine, theirs = make_forecast(summary="Sun"), make_forecast(summary="Sun")
    token = post(writer, "change", mine, theirs, summary="Hail").json()["undo"]["token"]
    services.update_forecast(forecast_id=theirs.pk, summary="Sleet")

    undone = writer.post(f"{SELECTED}/change/undo", {"token": token})

    assert [each["id"] for each in undone.json()["restored"]] == [mine.pk]
    theirs.refresh_from_db()
    assert theirs.summary == "Sleet"


def test_rows_are_deleted_and_restored(writer: Client) -> None:
    stale, first, second = (make_forecast(location=f"Town {n}") for n in range(3))
    services.update_forecast(forecast_id=stale.pk, summary="Theirs")

    answer = post(writer, "delete", stale, first, second)

    assert outcomes(answer) == ["stale", "deleted", "deleted"]
    assert [each["id"] for each in state().forecasts] == [stale.pk]
    token = answer.json()["undo"]["token"]
    for _ in range(2):  # a second undo is not an error
        undone = writer.post(f"{SELECTED}/delete/undo", {"token": token})
        assert [each["id"] for each in undone.json()["restored"]] == [first.pk, second.pk]
    assert Forecast.objects.count() == 3


def test_an_undo_has_a_deadline_and_belongs_to_its_account(writer: Client) -> None:
    token = post(writer, "delete", make_forecast()).json()["undo"]["token"]
    other = Client()
    other.force_login(make_writer("grace"))

    assert other.post(f"{SELECTED}/delete/undo", {"token": token}).status_code == 410
    assert writer.post(f"{SELECTED}/change/undo", {"token": token}).status_code == 410
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=UNDO_SECONDS + 2)):
        assert writer.post(f"{SELECTED}/delete/undo", {"token": token}).status_code == 410
    assert Forecast.objects.count() == 0


@pytest.mark.parametrize(
    "selected",
    ["", "1", "1:1,1:1", "1:0x1", "9223372036854775808:1", ",".join(f"{n}:1" for n in range(201))],
)
def test_an_invalid_selection_is_named_and_changes_nothing(writer: Client, selected: str) -> None:
    make_forecast()
    before = state()

    for path in ("change", "delete"):
        fields = {"selected": selected, "summary": "Hail"}
        answer = writer.post(f"{SELECTED}/{path}", fields)
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == ["selected"]

    assert state() == before


def test_a_change_without_values_is_refused(writer: Client) -> None:
    answer = post(writer, "change", make_forecast())

    assert answer.json() == {
        "errors": {"__all__": ["Enter at least one change: all fields are empty."]}
    }


def test_an_account_without_the_permission_may_not_change_rows(client: Client) -> None:
    client.force_login(make_reader())
    before = state()

    for path in ("change", "delete", "change/undo", "delete/undo"):
        assert post(client, path, make_forecast(), summary="Hail").status_code == 403

    assert {name for name, _ in happened_since(before)} == {"created"}
    assert "data-select" not in client.get("/weatherforecast/").content.decode()
