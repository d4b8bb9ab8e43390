"""Conditional requests, as RFC 9110 section 13 defines them, and the headers for caches."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from forecasts.models import Forecast
from tests.api.problems import URL, body, problem
from tests.api.test_writing import send
from tests.forecasts.rows import make_forecast, make_forecasts
from tests.state import state

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = pytest.mark.parametrize(
    ("method", "taken"), [("put", 200), ("patch", 200), ("delete", 204)]
)
HOT = {"date": "2025-10-25", "temperatureC": 25, "summary": "Hot"}


@CHANGES
@pytest.mark.parametrize("tags", ['"1"', "*", '"7", "1"', 'W/"1","1"', '"a,b" , "1",'])
def test_a_change_is_made_if_a_tag_matches(api: Client, method: str, taken: int, tags: str) -> None:
    path = f"/{make_forecast().pk}"

    assert send(api, method, path, HOT, If_Match=tags).status_code == taken


@CHANGES
@pytest.mark.parametrize("tags", ['W/"1"', '"2"', '""', '"x"', '"1-gzip"', '"9999999999"', '"1,2"'])
def test_a_change_is_refused_if_no_tag_matches_strongly(
    api: Client, method: str, taken: int, tags: str
) -> None:
    path, before = f"/{make_forecast().pk}", state()

    document = problem(send(api, method, path, HOT, If_Match=tags), 412)

    assert document["current"] == before.forecasts[0]
    assert state() == before


@CHANGES
@pytest.mark.parametrize("tags", ["*", '"1"', 'W/"1"', '"0", "1"'])
def test_a_change_with_a_matching_if_none_match_is_refused(
    api: Client, method: str, taken: int, tags: str
) -> None:
    path, before = f"/{make_forecast().pk}", state()

    problem(send(api, method, path, HOT, If_None_Match=tags), 412)

    assert state() == before
    assert send(api, method, path, HOT, If_None_Match='"2"').status_code == taken


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("tags", ["*", '"1"', 'W/"1"', '"0", W/"1"'])
def test_a_forecast_whose_tag_matches_is_not_sent_again(
    anyone: Client, method: str, tags: str
) -> None:
    path = f"{URL}/{make_forecast().pk}"

    answer = getattr(anyone, method)(path, headers={"If-None-Match": tags})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == '"1"'
    assert answer["Cache-Control"] == "no-cache"
    assert "Content-Type" not in answer.headers


def test_a_read_with_if_match_of_another_version_is_refused(anyone: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"

    problem(anyone.get(path, headers={"If-Match": '"2"'}), 412)
    assert anyone.get(path, headers={"If-Match": '"2", "1"'}).status_code == 200
    assert anyone.get(path, headers={"If-None-Match": '"2"'}).status_code == 200


@pytest.mark.parametrize("query", ["", "?limit=1", "?q=oslo"])
def test_a_list_s_tag_matches_until_the_next_write(api: Client, query: str) -> None:
    [first, _] = make_forecasts(2)
    tag = api.get(f"{URL}{query}")["ETag"]

    assert tag.startswith('W/"2-')
    assert api.get(f"{URL}{query}", headers={"If-None-Match": tag}).status_code == 304
    assert api.get(f"{URL}{query}", headers={"If-Match": tag}).status_code == 412
    send(api, "patch", f"/{first.pk}", {"summary": "Hot"})
    changed = api.get(f"{URL}{query}", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_each_format_of_the_list_has_a_tag_of_its_own(anyone: Client) -> None:
    accepted = ("application/json", "text/csv", "application/x-ndjson")
    tags = {anyone.get(URL, headers={"Accept": each})["ETag"] for each in accepted}

    assert len(tags) == 3


def test_an_html_page_is_sent_even_if_the_tag_matches(api: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"
    html = {"Accept": "text/html"}

    answer = api.get(path, headers={**html, "If-None-Match": '"1"'})

    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert answer["Cache-Control"] == "private, no-cache"
    assert "X-Correlation-ID" in answer


def test_a_post_with_if_none_match_any_is_refused(api: Client) -> None:
    before = state()

    problem(send(api, "post", "", HOT, If_None_Match="*"), 412)

    assert state() == before


@CHANGES
def test_with_require_if_match_a_change_must_name_a_version(
    api: Client, settings: Any, method: str, taken: int
) -> None:
    settings.REQUIRE_IF_MATCH = True
    path, before = f"/{make_forecast().pk}", state()

    problem(send(api, method, path, HOT), 428)

    assert state() == before
    assert send(api, "post", "", HOT).status_code == 201
    assert send(api, method, path, HOT, If_Match='"1"').status_code == taken


def test_with_require_if_match_the_body_s_version_is_enough(api: Client, settings: Any) -> None:
    settings.REQUIRE_IF_MATCH = True
    path = f"/{make_forecast().pk}"

    assert send(api, "patch", path, {**HOT, "version": 1}).status_code == 200
    problem(send(api, "patch", path, {**HOT, "version": 1}), 409)


def test_of_concurrent_changes_with_the_same_tag_one_succeeds(api: Client) -> None:
    path = f"/{make_forecast().pk}"

    def change(number: int) -> int:
        try:
            client = Client()
            client.cookies = api.cookies
            status: int = send(
                client, "patch", path, {"summary": str(number)}, If_Match='"1"'
            ).status_code
            return status
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(change, range(4)))

    assert statuses == [200, 412, 412, 412]
    assert Forecast.objects.get().version == 2


@pytest.mark.parametrize("path", ["", "/events"])
def test_reads_have_a_vary_header(anyone: Client, path: str) -> None:
    answer = anyone.get(f"{URL}{path}")

    assert answer["Cache-Control"] == "no-cache"
    assert {"accept", "authorization", "cookie"} <= set(answer["Vary"].lower().split(", "))


def test_answers_for_accounts_are_private_and_errors_are_not_stored(
    api: Client, settings: Any
) -> None:
    settings.PUBLIC_READ = False

    assert api.get(f"{URL}/0")["Cache-Control"] == "no-store"
    assert send(api, "post", "", HOT)["Cache-Control"] == "no-store"
    assert api.get(URL)["Cache-Control"] == "private, no-cache"


def test_head_is_get_without_its_body(anyone: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"
    for each in (path, URL, f"{URL}.csv", f"{URL}/events"):
        get, head = anyone.get(each), anyone.head(each)
        names = ("Content-Type", "ETag", "X-Total-Count", "Cache-Control", "Vary")
        assert head.status_code == 200
        assert [head.get(name) for name in names] == [get.get(name) for name in names]


def test_options_names_the_methods(api: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"

    answer = api.options(path)

    assert set(answer["Allow"].split(", ")) == {
        *("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    }
    assert "application/merge-patch+json" in answer["Accept-Patch"]
    assert body(answer)["name"]
