"""Changes that are kept in memory show the language and the reader of each request."""

import re
from typing import Any

import pytest
from django.test import Client

from forecasts.reads import change
from forecasts.templatetags import activity_tags
from tests.accounts import make_writer
from tests.forecasts.rows import make_forecasts
from weather.actor import acting_as

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"


def changes(client: Client, language: str = "en", path: str = LIST) -> list[str]:
    page = client.get(path, headers={"accept-language": language}).content.decode()
    return re.findall(r'<li class="change" data-position.*?</li>', page, re.DOTALL)


def test_a_change_is_read_and_rendered_once(client: Client) -> None:
    make_forecasts(3)
    first = changes(client)
    caches = change._change, activity_tags._item
    misses = [cache.cache_info().misses for cache in caches]

    assert changes(client) == first
    assert len(first) == 3
    assert [cache.cache_info().misses for cache in caches] == misses


def test_it_is_in_the_reader_s_language(client: Client) -> None:
    with acting_as(actor="ada", source="/weather/web"):
        make_forecasts(1)
    [english] = changes(client)

    [french] = changes(client, "fr")

    assert "ada added" in english
    assert "ada added" not in french
    assert "ajouté" in french
    assert changes(client) == [english]


def test_it_shows_names_to_accounts_only(client: Client, settings: Any) -> None:
    settings.PUBLIC_ACTORS = False
    with acting_as(actor="ada", source="/weather/web"):
        make_forecasts(1)
    [anonymous] = changes(client)
    assert "ada" not in anonymous

    client.force_login(make_writer("rob"))

    assert "ada" in changes(client)[0]
    assert changes(Client()) == [anonymous]


def test_it_is_linked_except_on_its_forecast_s_own_page(client: Client) -> None:
    [made] = make_forecasts(1)
    history = f"{LIST}{made.pk}/history"

    [linked], [plain] = changes(client), changes(client, path=history)

    assert f'href="{history}"' in linked
    assert "href" not in plain
    assert "version 1" in plain
