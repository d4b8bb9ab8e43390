"""The admin's form writes through the services, once, and never over an unseen change."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.forecasts.admin.admin_forms import (
    ADD,
    LIST,
    TYPED,
    confirm_deletion,
    make,
    messages_of,
    page_of,
    save,
    staff,
    text_of,
)
from tests.state import entries_since, happened_since, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(make_writer())
    return client


def test_adding_makes_one_entry_with_the_account_and_the_admin_as_source(ada: Client) -> None:
    before = state()

    response = ada.post(ADD, TYPED | {"submission": str(uuid4())})

    assert response.status_code == 302
    made = Forecast.objects.get()
    assert happened_since(before) == [("created", str(made.pk))]
    (entry,) = entries_since(before)
    assert (entry.actor, entry.source) == ("ada", "/weather/admin")


def test_a_form_that_is_sent_twice_makes_one_forecast(ada: Client) -> None:
    sent = TYPED | {"submission": str(uuid4())}

    ada.post(ADD, sent)
    ada.post(ADD, sent)

    assert Forecast.objects.count() == 1


def test_changing_makes_one_entry_with_the_changed_fields(ada: Client) -> None:
    forecast = make()
    before = state()

    response = save(ada, forecast, summary="Rain")

    assert response.status_code == 302
    assert happened_since(before) == [("updated", str(forecast.pk))]
    assert '"changed":{"summary":["Warm","Rain"]}' in entries_since(before)[0].text
    assert LogEntry.objects.get().object_id == str(forecast.pk)


def test_saving_unchanged_values_makes_no_entry(ada: Client) -> None:
    forecast = make()
    before = state()

    assert save(ada, forecast).status_code == 302
    assert state() == before


def test_deleting_makes_one_entry(ada: Client) -> None:
    forecast = make()
    before = state()

    response = confirm_deletion(ada, forecast)

    assert response.redirect_chain[-1][0] == LIST
    assert happened_since(before) == [("deleted", str(forecast.pk))]


def test_a_value_that_breaks_a_rule_is_refused_at_its_field(ada: Client) -> None:
    forecast = make()
    before = state()

    response = save(ada, forecast, temperature_c="100.1", summary="a\x00b")

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"temperature_c", "summary"}
    assert state() == before


def test_a_stale_save_is_refused_with_both_versions_and_nothing_is_lost(ada: Client) -> None:
    seen = make(summary="Warm")
    services.update_forecast(forecast_id=seen.pk, summary="Theirs")
    before = state()

    response = save(ada, seen, summary="Mine")

    assert response.status_code == 409
    assert state() == before
    difference = response.context["adminform"].form.stale.differences["summary"]
    assert (difference.current, difference.typed) == ("Theirs", "Mine")
    assert 'value="Mine"' in response.content.decode()


def test_a_refused_form_sent_again_overwrites_the_other_change(ada: Client) -> None:
    seen = make(summary="Warm")
    services.update_forecast(forecast_id=seen.pk, summary="Theirs")
    refused = save(ada, seen, summary="Mine")
    before = state()

    form = refused.context["adminform"].form
    sent = {field.html_name: str(field.value()) for field in form}
    assert ada.post(page_of(seen), sent).status_code == 302

    assert happened_since(before) == [("updated", str(seen.pk))]
    assert Forecast.objects.get().summary == "Mine"


def test_an_unedited_field_takes_the_other_change(ada: Client) -> None:
    seen = make(summary="Warm", location="Oslo")
    services.update_forecast(forecast_id=seen.pk, location="Bergen")

    refused = save(ada, seen, summary="Mine")

    form = refused.context["adminform"].form
    assert form.stale.differences["location"].follows
    assert not form.stale.differences["summary"].follows
    assert (form["location"].value(), form["summary"].value()) == ("Bergen", "Mine")


def test_a_stale_save_of_an_invalid_value_shows_it_as_it_was_typed(ada: Client) -> None:
    seen = make()
    services.update_forecast(forecast_id=seen.pk, summary="Theirs")

    response = save(ada, seen, temperature_c="warm")

    assert response.status_code == 409
    form = response.context["adminform"].form
    assert form.stale.differences["temperature_c"].typed == "warm"
    assert form["temperature_c"].value() == "warm"


@pytest.mark.parametrize("made_against", ["", "one", "0", "-1", "9" * 30])
def test_a_save_without_a_valid_version_is_stale(ada: Client, made_against: str) -> None:
    forecast = make()
    before = state()

    response = save(ada, forecast, summary="Mine", made_against=made_against)

    assert response.status_code == 409
    assert state() == before


def test_values_typed_for_a_deleted_forecast_can_be_saved_as_a_new_one(ada: Client) -> None:
    seen = make()
    services.delete_forecast(forecast_id=seen.pk)

    response = ada.post(page_of(seen), TYPED | {"summary": "Typed & kept"}, follow=True)

    assert response.status_code == 200
    assert "was deleted while you were editing it" in messages_of(response)[0]
    assert response.context["adminform"].form["summary"].value() == "Typed & kept"


def test_a_forecast_deleted_between_the_read_and_the_save_is_no_error(ada: Client) -> None:
    seen = make()
    real = Forecast.objects.select_for_update

    def too_late(*args: Any, **kwargs: Any) -> Any:
        patched.stop()
        services.delete_forecast(forecast_id=seen.pk)
        return real(*args, **kwargs)

    patched = patch.object(Forecast.objects, "select_for_update", too_late)
    patched.start()
    response = save(ada, seen, summary="Mine")

    assert response.status_code == 302
    assert response.url.startswith(f"{ADD}?")


def test_deleting_a_deleted_forecast_says_so(ada: Client) -> None:
    seen = make()
    services.delete_forecast(forecast_id=seen.pk)

    response = confirm_deletion(ada, seen)

    assert response.redirect_chain[-1][0] == LIST
    assert messages_of(response) == ["This forecast no longer exists: it was deleted."]


def test_a_forecast_changed_since_the_page_was_shown_is_not_deleted(ada: Client) -> None:
    seen = make()
    assert f'name="version" value="{seen.version}"' in text_of(ada.get(page_of(seen, "delete")))
    services.update_forecast(forecast_id=seen.pk, summary="Theirs")
    before = state()

    response = confirm_deletion(ada, seen)

    assert "so it was not deleted" in messages_of(response)[0]
    assert 'name="version" value="2"' in text_of(response)
    assert "Theirs" in text_of(response)
    assert state() == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("version", ["", "one", "0", "-1", "9" * 30])
def test_a_deletion_without_a_valid_version_is_stale(ada: Client, version: str) -> None:
    forecast = make()
    before = state()

    response = confirm_deletion(ada, forecast, version=version)

    assert "so it was not deleted" in messages_of(response)[0]
    assert state() == before


def test_an_account_that_may_only_view_sees_the_page_and_changes_nothing(client: Client) -> None:
    client.force_login(staff("vera", "view_forecast"))
    forecast = make()
    before = state()

    page = client.get(page_of(forecast))

    assert page.status_code == 200
    assert b"made_against" not in page.content
    assert save(client, forecast, summary="Mine").status_code == 403
    assert client.post(ADD, TYPED).status_code == 403
    assert confirm_deletion(client, forecast).status_code == 403
    assert state() == before


def test_an_account_that_may_not_view_learns_nothing_about_deleted_forecasts(
    client: Client,
) -> None:
    client.force_login(staff("olaf"))
    forecast = make()
    services.delete_forecast(forecast_id=forecast.pk)

    assert save(client, forecast).status_code == 403
    assert confirm_deletion(client, forecast).status_code == 403


def test_the_page_shows_the_forecast_s_history(ada: Client) -> None:
    forecast = make(summary="<b>Warm</b>")
    services.update_forecast(forecast_id=forecast.pk, summary="Rain")
    make(location="Elsewhere")

    page = ada.get(page_of(forecast))

    updated, created = page.context["history"].changes
    assert [(change.kind, change.forecast["version"]) for change in (updated, created)] == [
        ("updated", 2),
        ("created", 1),
    ]
    assert [(each.label, each.before, each.after) for each in updated.fields] == [
        ("Summary", "<b>Warm</b>", "Rain")
    ]
    assert "&lt;b&gt;Warm&lt;/b&gt;" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_saves_one_is_saved_and_one_is_stale() -> None:
    make_writer()
    forecast = make()
    before = state()
    start = Barrier(2)

    def save_at_once(summary: str) -> int:
        client = Client()
        client.force_login(User.objects.get(username="ada"))
        start.wait()
        try:
            return int(save(client, forecast, summary=summary).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(save_at_once, ["One", "Two"]))

    assert statuses == [302, 409]
    assert happened_since(before) == [("updated", str(forecast.pk))]


def test_a_form_sent_again_with_other_values_asks_and_keeps_them(ada: Client) -> None:
    key = str(uuid4())
    ada.post(ADD, TYPED | {"submission": key}, follow=True)
    other = {"location": "Bergen", "temperature_c": "3"}

    answer = ada.post(ADD, TYPED | {"submission": key} | other, follow=True)

    [message] = messages_of(answer)
    assert "This form has already created a forecast with other values" in message
    form = answer.context["adminform"].form
    assert (form["location"].value(), form["temperature_c"].value()) == ("Bergen", "3")
    assert str(form["submission"].value()) != key
    assert [forecast.location for forecast in Forecast.objects.all()] == ["Oslo"]


def test_a_form_sent_again_unchanged_makes_one_forecast(ada: Client) -> None:
    key = {"submission": str(uuid4())}

    for _ in range(2):
        assert ada.post(ADD, TYPED | key).status_code == 302

    assert Forecast.objects.count() == 1
