"""CORS for pages of other origins, and compression."""

import gzip
from typing import Any

import brotli
import pytest
from django.test import Client

from tests.api.problems import URL
from tests.forecasts.rows import make_forecast, make_forecasts

pytestmark = pytest.mark.django_db

ORIGIN = "https://desk.example.org"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization,if-match,idempotency-key",
}


def test_other_origins_get_no_cors_headers(anyone: Client) -> None:
    answer = anyone.get(URL, headers={"Origin": ORIGIN})

    assert "Access-Control-Allow-Origin" not in answer


def test_a_known_origin_may_use_the_api(anyone: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = anyone.get(URL, headers={"Origin": ORIGIN})
    preflight = anyone.options(f"{URL}/1", headers=PREFLIGHT)

    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "origin" in answer["Vary"].lower()
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert preflight.status_code == 200
    assert "PATCH" in preflight["Access-Control-Allow-Methods"]
    assert "if-match" in preflight["Access-Control-Allow-Headers"]
    assert preflight["Access-Control-Max-Age"] == "86400"
    other = anyone.get(URL, headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in other
    assert "Access-Control-Allow-Origin" not in anyone.get("/", headers={"Origin": ORIGIN})


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", ""), ("br;q=0", ""), ("deflate", "")],
)
def test_a_list_is_compressed_with_an_accepted_coding(
    anyone: Client, accepted: str, coding: str
) -> None:
    make_forecasts(20)
    plain = anyone.get(URL)

    answer = anyone.get(URL, headers={"Accept-Encoding": accepted})

    undo = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert answer.get("Content-Encoding", "") == coding
    assert undo(answer.content) == plain.content
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["ETag"] == plain["ETag"]
    assert "accept-encoding" in answer["Vary"].lower()
    assert "accept-encoding" in plain["Vary"].lower()


def test_answers_with_a_secret_or_a_strong_tag_are_not_compressed(api: Client) -> None:
    forecast = make_forecast()
    both = {"Accept-Encoding": "gzip, br"}

    page = api.get(f"{URL}/{forecast.pk}", headers={**both, "Accept": "text/html"})
    item = api.get(f"{URL}/{forecast.pk}", headers=both)
    table = api.get(f"{URL}.csv", headers=both)

    assert b"csrf" in page.content
    assert all("Content-Encoding" not in each for each in (page, item, table))
