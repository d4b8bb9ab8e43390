"""The HTML pages without a browser: permissions, saving, and the typed values after a refusal."""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from forecasts import services
from forecasts.models import Forecast
from forecasts.reads.paging import PAGE_SIZE
from forecasts.rules.fields import ForecastFields
from tests.accounts import QUICK_HASHERS, make_reader, make_writer
from tests.state import happened_since, state
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
TYPED = {
    "location": "Oslo",
    "date": "2025-10-25",
    "temperature_c": "21.5",
    "summary": "Warm",
}
HOSTILE = '<script>alert("x")</script> & \'"><img src=x onerror=alert(1)> \u202egnp.exe'


@pytest.fixture(autouse=True)
def _quick_hashers(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(make_writer())
    return client


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_reader())
    return client


def make(**fields: Any) -> Forecast:
    usual: dict[str, Any] = {"date": dt.date(2025, 10, 25), "temperature_c": Decimal(21)}
    return services.create_forecast(**usual | {"location": "Oslo"} | fields)


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("room", ["/weatherforecast", "/WeatherForecast"])
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", ["", "/create", "/{id}/edit", "/{id}/delete"])
def test_every_page_answers_to_both_spellings(
    writer: Client, room: str, slash: str, path: str
) -> None:
    address = f"{room}{path}{slash}".format(id=make().pk)

    assert writer.get(address).status_code == 200


def test_the_site_s_root_redirects_to_the_list(client: Client) -> None:
    assert urlsplit(client.get("/")["Location"]).path == LIST


def test_the_list_shows_each_forecast_and_the_cursor_it_was_read_at(client: Client) -> None:
    forecast = make(temperature_c=Decimal("-7.5"), summary="Bracing")

    page = client.get(LIST).content.decode()

    assert f'data-forecast-id="{forecast.pk}" data-version="1" data-band="freezing"' in page
    assert "Sat 25 Oct 2025" in page
    assert ">-7.5<" in page
    assert f'data-after="{state().position}"' in page


def test_the_head_is_read_before_the_rows(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # In this order a change in between also arrives over the stream; in the other it is lost.
    make()
    with django_assert_max_num_queries(11) as queries:
        client.get(LIST)

    tables = [query["sql"].lower() for query in queries.captured_queries]
    assert "journalhead" in tables[0]
    assert any("forecasts_forecast" in sql for sql in tables[1:])
    assert any("journalentry" in sql for sql in tables[1:])


def test_an_empty_list_says_so(client: Client) -> None:
    page = client.get(LIST).content.decode()

    assert '<div id="nothing" class="nothing">' in page
    assert '<table id="table" class="forecasts" role="table" hidden>' in page


def test_everyone_may_read_but_only_writers_see_the_write_controls(client: Client) -> None:
    make()

    page = client.get(LIST).content.decode()

    assert 'data-can-write="false"' in page
    assert "New forecast" not in page
    assert "data-edit" not in page
    assert "data-delete" not in page


@pytest.mark.parametrize("path", ["create", "{id}/edit", "{id}/delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_writing_without_an_account_redirects_to_the_login_and_back(
    client: Client, path: str, method: str
) -> None:
    address = f"{LIST}{path}".format(id=make().pk)
    before = state()

    response = getattr(client, method)(address, TYPED)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/weatherforecast/")
    assert state() == before


@pytest.mark.parametrize("path", ["create", "{id}/edit", "{id}/delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_permission_may_not_write(
    reader: Client, path: str, method: str
) -> None:
    address = f"{LIST}{path}".format(id=make().pk)
    before = state()

    response = getattr(reader, method)(address, TYPED)

    assert response.status_code == 403
    assert "Not allowed" in response.content.decode()
    assert state() == before


def test_logging_in_redirects_to_the_list(client: Client) -> None:
    make_writer("ada")
    sent = {"username": "ada", "password": "kept-only-by-tests"}

    assert client.post("/accounts/login/", sent)["Location"] == LIST


def test_a_wrong_password_has_a_clear_message(client: Client) -> None:
    make_writer("ada")

    response = client.post("/accounts/login/", {"username": "ada", "password": "wrong"})

    assert "enter a correct username and password" in response.content.decode()


def test_a_created_forecast_is_announced_once_with_a_message_on_the_list(writer: Client) -> None:
    before = state()

    response = writer.post(f"{LIST}create", TYPED, follow=True)

    forecast = Forecast.objects.get()
    assert response.redirect_chain == [(f"{LIST}#forecast-{forecast.pk}", 302)]
    assert (forecast.location, forecast.temperature_c) == ("Oslo", Decimal("21.5"))
    assert messages_of(response) == ["Forecast for Oslo on 25 Oct saved."]
    assert happened_since(before) == [("created", str(forecast.pk))]


def test_a_forecast_without_a_location_is_named_by_its_day(writer: Client) -> None:
    response = writer.post(f"{LIST}create", TYPED | {"location": "", "summary": ""}, follow=True)

    assert messages_of(response) == ["Forecast for 25 Oct saved."]


def test_saving_redirects_to_the_page_with_the_row(writer: Client) -> None:
    row = ForecastFields(
        date=dt.date(2025, 12, 31), temperature_c=Decimal(1), summary="", location="Nice"
    )
    services.import_forecasts(rows=[row] * PAGE_SIZE)

    response = writer.post(f"{LIST}create", TYPED)

    forecast = Forecast.objects.get(location="Oslo")
    assert response["Location"] == f"{LIST}?page=-1#forecast-{forecast.pk}"


def test_a_form_that_is_sent_twice_makes_one_forecast(writer: Client) -> None:
    submission = writer.get(f"{LIST}create").context["form"]["submission"].value()
    before = state()

    answers = [writer.post(f"{LIST}create", TYPED | {"submission": submission}) for _ in range(2)]

    forecast = Forecast.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{LIST}#forecast-{forecast.pk}"}
    assert happened_since(before) == [("created", str(forecast.pk))]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", ""),
        ("date", "yesterday"),
        ("date", "0000-01-01"),
        ("date", "2025-02-30"),
        ("date", "10000-01-01"),
        ("temperature_c", ""),
        ("temperature_c", "warm"),
        ("temperature_c", "NaN"),
        ("temperature_c", "Infinity"),
        ("temperature_c", "1e999"),
        ("temperature_c", "100.1"),
        ("temperature_c", "-101"),
        ("temperature_c", "21.55"),
        ("location", "x" * 101),
        ("location", "Os\0lo"),
        ("summary", "x" * 201),
        ("summary", "\0"),
    ],
)
def test_an_invalid_value_is_shown_at_its_field_and_kept(
    writer: Client, field: str, value: str
) -> None:
    before = state()

    response = writer.post(f"{LIST}create", TYPED | {field: value})

    page = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="Warm"' in page or field == "summary"
    assert state() == before


def test_an_edit_form_has_the_forecast_s_current_values(writer: Client) -> None:
    forecast = make(temperature_c=Decimal("21.5"))

    page = writer.get(f"{LIST}{forecast.pk}/edit").content.decode()

    assert 'value="21.5"' in page
    assert 'value="2025-10-25"' in page
    assert '<input type="hidden" name="version" value="1"' in page


def test_an_edit_is_saved_and_announced_once(writer: Client) -> None:
    forecast = make()
    before = state()

    response = writer.post(f"{LIST}{forecast.pk}/edit", TYPED | {"version": 1}, follow=True)

    forecast.refresh_from_db()
    assert (forecast.temperature_c, forecast.version) == (Decimal("21.5"), 2)
    assert messages_of(response) == ["Forecast for Oslo on 25 Oct saved."]
    assert happened_since(before) == [("updated", str(forecast.pk))]


def test_a_stale_edit_is_refused_with_both_versions_and_nothing_typed_is_lost(
    writer: Client,
) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, temperature_c=Decimal(30), summary="Hot")
    before = state()

    response = writer.post(f"{LIST}{forecast.pk}/edit", TYPED | {"version": 1})

    assert response.status_code == 409
    assert [
        (difference["label"], difference["current"], difference["typed"])
        for difference in response.context["differences"]
    ] == [
        ("Temperature (°C)", Decimal(30), Decimal("21.5")),
        ("Summary", "Hot", "Warm"),
    ]
    assert 'value="21.5"' in response.content.decode()
    assert state() == before


def test_a_stale_form_sent_again_is_saved(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")
    address = f"{LIST}{forecast.pk}/edit"
    shown_again = writer.post(address, TYPED | {"version": 1}).context["form"]

    response = writer.post(address, shown_again.data)

    forecast.refresh_from_db()
    assert response.status_code == 302
    assert (forecast.summary, forecast.version) == ("Warm", 3)


def test_a_stale_form_says_when_the_other_change_was_the_same(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, temperature_c=Decimal("21.5"), summary="Warm")

    response = writer.post(f"{LIST}{forecast.pk}/edit", TYPED | {"version": 1})

    assert "It now has exactly the values that you entered." in response.content.decode()


def test_an_edit_of_a_deleted_forecast_can_be_saved_as_new(writer: Client) -> None:
    forecast = make()
    services.delete_forecast(forecast_id=forecast.pk)

    response = writer.post(f"{LIST}{forecast.pk}/edit", TYPED | {"version": 1})

    page = response.content.decode()
    assert response.status_code == 404
    assert f'action="{LIST}create"' in page
    assert 'value="21.5"' in page


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40])
def test_an_edit_must_name_a_version(writer: Client, version: str) -> None:
    forecast = make()
    before = state()

    response = writer.post(f"{LIST}{forecast.pk}/edit", TYPED | {"version": version})

    assert response.status_code == 200
    assert "version" in response.context["form"].errors
    assert state() == before


@pytest.mark.parametrize("path", ["999999999/edit", "999999999/delete", f"{'9' * 40}/edit"])
def test_an_unknown_forecast_is_not_found(writer: Client, path: str) -> None:
    response = writer.get(f"{LIST}{path}")

    assert response.status_code == 404
    assert "Not found" in response.content.decode()


def test_deleting_asks_first_and_then_names_the_deleted_forecast(writer: Client) -> None:
    forecast = make()
    address = f"{LIST}{forecast.pk}/delete"
    before = state()

    asked = writer.get(address)
    response = writer.post(address, {"version": 1}, follow=True)

    assert "Delete this forecast?" in asked.content.decode()
    assert "<span>Forecast for Oslo on 25 Oct deleted.</span>" in messages_of(response)[0]
    assert happened_since(before) == [("deleted", str(forecast.pk))]


def test_a_stale_deletion_is_refused_and_shows_what_changed(writer: Client) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")
    before = state()

    response = writer.post(f"{LIST}{forecast.pk}/delete", {"version": 1})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert '<input type="hidden" name="version" value="2">' in page
    assert state() == before


def test_a_deletion_must_name_a_version(writer: Client) -> None:
    forecast = make()
    before = state()

    assert writer.post(f"{LIST}{forecast.pk}/delete").status_code == 400
    assert state() == before


def test_the_live_list_deletes_with_its_connection_named_in_the_event(writer: Client) -> None:
    forecast = make()

    response = writer.post(
        f"{LIST}{forecast.pk}/delete",
        {"version": 1},
        headers={"accept": "application/json", "x-connection-id": "page-1"},
    )

    assert response.json()["deleted"]["id"] == forecast.pk
    assert last_entry().connection == "page-1"


def test_the_live_list_gets_409_for_a_stale_deletion_and_404_for_a_missing_forecast(
    writer: Client,
) -> None:
    forecast = make()
    services.update_forecast(forecast_id=forecast.pk, summary="Theirs")
    address = f"{LIST}{forecast.pk}/delete"
    json_please = {"accept": "application/json"}

    stale = writer.post(address, {"version": 1}, headers=json_please)
    services.delete_forecast(forecast_id=forecast.pk)
    gone = writer.post(address, {"version": 2}, headers=json_please)

    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 2)
    assert gone.status_code == 404


def test_the_page_s_own_account_is_the_event_s_actor(writer: Client) -> None:
    writer.post(f"{LIST}create", TYPED)

    entry = last_entry()
    assert (entry.actor, entry.source) == ("ada", "/weather/web")


def test_hostile_text_is_shown_as_text_everywhere(writer: Client) -> None:
    forecast = make(location=HOSTILE, summary=HOSTILE)
    address = f"{LIST}{forecast.pk}"
    stale = writer.post(f"{address}/edit", TYPED | {"version": 7, "summary": HOSTILE + "!"})
    pages = [LIST, f"{address}/edit", f"{address}/delete"]

    for page in [stale, *map(writer.get, pages)]:
        text = page.content.decode()
        assert "&lt;script&gt;alert(" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_message_shows_hostile_text_as_text(writer: Client) -> None:
    response = writer.post(f"{LIST}create", TYPED | {"location": HOSTILE}, follow=True)

    assert "Forecast for &lt;script&gt;" in response.content.decode()


def test_no_page_has_inline_script_or_style(writer: Client) -> None:
    forecast = make()
    for page in ["", "create", f"{forecast.pk}/edit", f"{forecast.pk}/delete", "nowhere"]:
        text = writer.get(f"{LIST}{page}").content.decode()

        assert "<style" not in text
        assert " style=" not in text
        assert not re.search(r"<[^>]*\son\w+=", text)
        for script in text.split("<script")[1:]:
            opening = script.partition(">")[0]
            assert " src=" in opening or 'type="application/json"' in opening


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "9" * 30, ""])
def test_a_page_number_that_does_not_exist_shows_the_nearest(client: Client, number: str) -> None:
    make()

    assert client.get(LIST, {"page": number}).context["page"].number == 1


def test_pages_share_the_list_without_gap_or_overlap(client: Client) -> None:
    services.import_forecasts(
        rows=[
            {
                "date": dt.date(2025, 1, 1) + dt.timedelta(days=number // 7),
                "temperature_c": Decimal(number % 40),
                "summary": "",
                "location": ["Oslo", "Ärjäng", "zürich", ""][number % 4],
            }
            for number in range(2 * PAGE_SIZE + 50)
        ]
    )

    first, second, third = (
        client.get(LIST, {"page": n, "date_after": "2025-01-01"}).context["page"] for n in (1, 2, 3)
    )

    assert (first.start_key, third.end_key) == ("null", "null")
    assert first.end_key == second.start_key
    assert second.end_key == third.start_key
    assert json.loads(second.start_key)["id"] == second.rows[0].pk
    assert [len(page.rows) for page in (first, second, third)] == [PAGE_SIZE, PAGE_SIZE, 50]


def test_the_board_can_be_fetched_without_the_rest_of_the_page(client: Client) -> None:
    make()

    page = client.get(LIST, {"fragment": "board"}).content.decode()

    assert page.lstrip().startswith('<main id="board"')
    assert "<html" not in page


def last_entry() -> JournalEntry:
    return JournalEntry.objects.latest("position")


def test_the_list_edits_in_place_by_json(writer: Client) -> None:
    forecast = make()
    address = f"{LIST}{forecast.pk}/edit"
    json_only = {"Accept": "application/json"}

    def send(**typed: str) -> tuple[int, Any]:
        answer = writer.post(address, TYPED | typed, headers=json_only)
        return answer.status_code, answer.json()

    refused = send(version="1", temperature_c="mild")
    saved = send(version="1", summary="Fog")
    stale = send(version="1", summary="Rain")
    services.delete_forecast(forecast_id=forecast.pk)

    assert (refused[0], list(refused[1]["errors"])) == (400, ["temperature_c"])
    assert (saved[0], saved[1]["saved"]["summary"]) == (200, "Fog")
    assert (stale[0], stale[1]["current"]["summary"]) == (409, "Fog")
    assert send(version="2")[0] == 404
