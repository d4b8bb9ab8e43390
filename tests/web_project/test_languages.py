"""The pages in English and French: the choice of language, the switch, and the constant parts."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from forecasts.reads.paging import Window, window
from tests.accounts import make_writer
from tests.forecasts.rows import make_forecast
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
SWITCH = "/language/"


def language_of(client: Client, wish: str = "", path: str = LIST) -> str:
    page = client.get(path, headers={"Accept-Language": wish}).content.decode()
    found = re.search(r'<html lang="([^"]*)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.8,en;q=0.5", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de-CH, fr;q=0.7, en;q=0.3", "fr"),
        ("nb, nn;q=0.9", "en"),
        ("*;q=1, \x00, fr--;q=x", "en"),
        ("x" * 10_000, "en"),
    ],
)
def test_without_a_cookie_accept_language_decides(client: Client, wish: str, language: str) -> None:
    assert language_of(client, wish) == language


def test_the_switch_is_remembered_and_overrides_accept_language(client: Client) -> None:
    answer = client.post(SWITCH, {"language": "fr"})

    cookie = answer.cookies["desk_language"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("fr", "Lax", 31_536_000)
    assert language_of(client, "en") == "fr"
    client.post(SWITCH, {"language": "en"})
    assert language_of(client, "fr") == "en"


@pytest.mark.parametrize(
    ("referrer", "next_page"),
    [
        (f"http://testserver{LIST}?q=rain&by=location", f"{LIST}?q=rain&by=location"),
        ("http://evil.test/weatherforecast/", "/"),
        ("", "/"),
    ],
)
def test_the_switch_goes_back_to_the_page_with_its_query(
    client: Client, referrer: str, next_page: str
) -> None:
    answer = client.post(SWITCH, {"language": "fr"}, headers={"Referer": referrer})

    assert (answer.status_code, answer["Location"].removeprefix("http://testserver")) == (
        302,
        next_page,
    )


@pytest.mark.parametrize("language", ["tlh", "", "fr\x00", "../../etc", "x" * 5000])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, language: str) -> None:
    answer = client.post(SWITCH, {"language": language})

    assert answer.status_code == 302
    assert "desk_language" not in answer.cookies
    assert language_of(client, "en") == "en"


@pytest.mark.parametrize("value", ["tlh", "", "../../etc", "fr;x", "x" * 5000])
def test_a_cookie_with_an_unknown_language_is_ignored(client: Client, value: str) -> None:
    client.cookies["desk_language"] = value

    assert language_of(client, "en") == "en"


def test_the_switch_needs_a_post_and_no_token() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.get(SWITCH, {"language": "fr"}).cookies.get("desk_language") is None
    client.post(SWITCH, {"language": "fr"})
    assert language_of(client) == "fr"


def test_a_page_varies_by_language_and_cookie(client: Client) -> None:
    answer = client.get(LIST, headers={"Accept-Language": "fr"})

    assert answer["Content-Language"] == "fr"
    assert {"accept-language", "cookie"} <= set(re.split(r",\s*", answer["Vary"].lower()))


def test_answers_for_programs_are_the_same_in_every_language(client: Client) -> None:
    forecast = make_forecast(celsius="21.5")
    client.cookies["desk_language"] = "fr"

    page = client.get(LIST).content.decode()

    assert ">21,5<" in page
    assert "&quot;temperatureC&quot;: 21.5" in page
    assert f'data-forecast-id="{forecast.pk}" data-version="1"' in page
    assert 'datetime="2025-10-25">sam. 25\u00a0oct. 2025<' in page


def test_an_event_made_in_french_equals_one_made_in_english(client: Client) -> None:
    client.force_login(make_writer())
    client.cookies["desk_language"] = "fr"

    client.post(f"{LIST}create", {"date": "2025-10-25", "temperature_c": "21,5"})

    made: dict[str, Any] = json.loads(JournalEntry.objects.get().text)
    assert made["data"]["temperatureC"] == 21.5
    assert made["data"]["date"] == "2025-10-25"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Forecast for Oslo on 1 Nov saved."), ("fr", "Prévision du 1er\u00a0nov. pour Oslo")],
)
def test_messages_are_in_the_page_s_language(client: Client, language: str, words: str) -> None:
    client.force_login(make_writer())
    client.cookies["desk_language"] = language

    typed = {"date": "2025-11-01", "temperature_c": "-0.5", "location": "Oslo"}
    page = client.post(f"{LIST}create", typed, follow=True).content.decode()

    assert words in page


@pytest.mark.parametrize(("count", "words"), [(0, "0 prévision"), (1, "1 prévision")])
def test_in_french_zero_is_singular(client: Client, count: int, words: str) -> None:
    for number in range(count):
        make_forecast(number)
    client.cookies["desk_language"] = "fr"

    assert f'<span id="total">{words}</span>' in client.get(LIST).content.decode()


def test_large_counts_are_grouped_as_the_language_does(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(*given: Any, **more: Any) -> Window:
        return window(*given, **more)._replace(total=12_345)

    monkeypatch.setattr("forecasts.reads.board.window", many)

    assert '<span id="total">12,345 forecasts<' in client.get(LIST).content.decode()
    client.cookies["desk_language"] = "fr"
    assert '<span id="total">12\u202f345 prévisions<' in client.get(LIST).content.decode()


def test_a_forecast_s_name_has_the_language_s_numbers() -> None:
    forecast = make_forecast(celsius="-1.5")

    with override("fr"):
        assert str(forecast) == "Oslo 1, 2025-10-25\u00a0: -1,5 °C"


def test_the_admin_shows_and_accepts_a_decimal_comma(client: Client) -> None:
    forecast = make_forecast(celsius="21.5")
    client.force_login(make_writer())
    client.cookies["desk_language"] = "fr"
    address = f"/admin/forecasts/forecast/{forecast.pk}/change/"

    assert 'name="temperature_c" value="21,5"' in client.get(address).content.decode()
    typed = {"date": "2025-10-25", "temperature_c": "-2,5", "made_against": "1"}
    answer = client.post(address, typed, follow=True)

    assert "a été modifié" in answer.content.decode()
    forecast.refresh_from_db()
    assert str(forecast.temperature_c) == "-2.5"
