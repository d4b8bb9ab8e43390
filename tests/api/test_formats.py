"""The list as CSV and as lines of JSON."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from forecasts import services
from forecasts.api.formats import streams
from forecasts.rules.formulas import without_guard
from tests.api.problems import URL, body, problem
from tests.forecasts.rows import DAY, fields, make_forecast, make_forecasts
from tests.state import state

pytestmark = pytest.mark.django_db

CSV = {"Accept": "text/csv"}
HEADER = ["id", "date", "temperatureC", "temperatureF", "summary", "location", "version"]


def read(answer: Any) -> str:
    """Return the text of a streamed answer."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(read(answer), newline="")))


@pytest.mark.parametrize(("path", "headers"), [(URL, CSV), (f"{URL}.csv", {})])
def test_a_table_has_the_fields_of_the_list(
    anyone: Client, path: str, headers: dict[str, str]
) -> None:
    forecast = make_forecast(celsius="-2.5")

    answer = anyone.get(path, headers=headers)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="weatherforecast.csv"'
    assert rows(answer) == [
        HEADER,
        [str(forecast.pk), "2025-10-25", "-2.5", "28", "Warm", "Oslo 1", "1"],
    ]


@pytest.mark.parametrize("path", [URL, f"{URL}.ndjson"])
def test_each_line_is_a_forecast(anyone: Client, path: str) -> None:
    make_forecasts(3)

    answer = anyone.get(path, headers={"Accept": "application/x-ndjson"})

    assert answer["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in read(answer).splitlines()] == state().forecasts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(anyone: Client, text: str) -> None:
    services.create_forecast(date=DAY, temperature_c=fields()["temperature_c"], summary=text)

    assert rows(anyone.get(f"{URL}.csv?fields=summary"))[1] == [f"'{text}"]


def test_text_with_commas_quotes_and_lines_comes_back(anyone: Client) -> None:
    text = 'a, "b"\r\nç 🌧'
    services.create_forecast(date=DAY, temperature_c=fields()["temperature_c"], summary=text)

    assert rows(anyone.get(f"{URL}.csv?fields=summary"))[1] == [text]


@pytest.mark.parametrize("ordering", ["", "-temperatureC,location", "-id"])
def test_without_a_limit_a_table_is_the_whole_list_in_order(
    anyone: Client, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_CHUNK", 7)
    services.import_forecasts(rows=[fields(n, celsius=str(n % 5)) for n in range(23)])
    query = f"ordering={ordering}&q=oslo"

    lines = read(anyone.get(f"{URL}.ndjson?{query}")).splitlines()

    assert [json.loads(line) for line in lines] == body(anyone.get(f"{URL}?limit=1000&{query}"))


def test_with_a_limit_a_table_is_a_page(anyone: Client) -> None:
    make_forecasts(5)

    answer = anyone.get(f"{URL}.csv?limit=2&offset=1&fields=location")

    assert rows(answer) == [["location"], ["Oslo 2"], ["Oslo 3"]]
    assert answer["X-Total-Count"] == "5"
    assert 'rel="next"' in answer["Link"]


def test_an_empty_table_has_its_header(anyone: Client) -> None:
    assert rows(anyone.get(f"{URL}.csv")) == [HEADER]


def test_a_refusal_is_a_problem_in_json(anyone: Client) -> None:
    problem(anyone.get(f"{URL}?limit=0", headers=CSV), 400)
    problem(anyone.get(f"{URL}/{make_forecast().pk}", headers=CSV), 406)
    problem(anyone.get(URL, headers={"Accept": "image/png"}), 406)


def test_a_table_whose_tag_matches_is_not_sent_again(anyone: Client) -> None:
    tag = anyone.get(f"{URL}.csv")["ETag"]

    assert anyone.get(f"{URL}.csv", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("text", ["=1", "'=1", "''@1", "plain", "'a"])
def test_the_guard_against_formulas_can_be_removed_again(anyone: Client, text: str) -> None:
    services.create_forecast(date=DAY, temperature_c=fields()["temperature_c"], summary=text)

    [_, row] = rows(anyone.get(f"{URL}.csv"))

    assert without_guard(row[HEADER.index("summary")]) == text
