"""Errors are problem documents (RFC 9457) everywhere, with a page for each type."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.api.problems import URL, body, problem
from tests.api.test_writing import WARM, send
from tests.forecasts.rows import make_forecast
from weather.http.problem_types import PROBLEM_TYPES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PROBLEM_TYPES)
def test_each_type_has_a_page(anyone: Client, name: str) -> None:
    answer = anyone.get(f"/problems/{name}")

    assert answer.status_code == 200
    assert PROBLEM_TYPES[name].title in answer.content.decode()
    assert f"/problems/{name}" in anyone.get("/problems/").content.decode()


def test_a_type_leads_to_its_page(anyone: Client) -> None:
    type_ = problem(anyone.get("/nowhere"), 404)["type"]

    assert anyone.get(type_).status_code == 200
    problem(anyone.get("/problems/of-nothing"), 404)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/weatherforecast/events", 405),
        ("POST", "/api/weatherforecast.csv", 405),
        ("PUT", "/api/weatherforecast", 405),
        ("BREW", "/api/weatherforecast", 405),
        ("POST", "/schema/", 405),
        ("DELETE", "/swagger/", 405),
        ("PUT", "/problems/", 405),
        ("POST", "/", 405),
        ("POST", "/nowhere", 404),
        ("PATCH", "/api/", 404),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/csv", "image/png"])
def test_unknown_paths_and_methods_are_problems(
    api: Client, method: str, path: str, status: int, accept: str
) -> None:
    answer = api.generic(method, path, "{}", "application/json", headers={"Accept": accept})

    if accept == "text/html" and path == URL and answer["Content-Type"].startswith("text/html"):
        assert answer.status_code == status  # the browsable API shows the problem in its page
        assert "/problems/method-not-allowed" in answer.content.decode()
    else:
        problem(answer, answer.status_code)
        assert answer.status_code in {status, 406}


def test_a_problem_s_instance_is_the_request_s_correlation_id(anyone: Client) -> None:
    answer = anyone.get(f"{URL}/0", headers={"X-Correlation-ID": "order-17"})

    assert problem(answer, 404)["instance"] == "order-17"


def test_a_field_of_the_body_has_a_pointer(api: Client) -> None:
    document = problem(send(api, "post", "", {**WARM, "temperatureC": 101, "a/b~c": 1}), 400)

    assert document["type"] == "/problems/invalid"
    assert [error["pointer"] for error in document["errors"]] == ["#/a~1b~0c"]
    document = problem(send(api, "post", "", {"temperatureC": 101}), 400)
    assert {error["pointer"] for error in document["errors"]} == {"#/temperatureC", "#/date"}
    assert problem(send(api, "post", "", []), 400)["errors"][0]["pointer"] == "#"


def test_a_parameter_is_named_as_parameter_and_a_header_as_header(api: Client) -> None:
    [parameter] = problem(api.get(f"{URL}?limit=x"), 400)["errors"]
    [header] = problem(send(api, "post", "", WARM, Idempotency_Key="a b"), 400)["errors"]
    [event] = problem(api.get(f"{URL}/events?limit=x"), 400)["errors"]

    assert parameter["parameter"] == event["parameter"] == "limit"
    assert header["header"] == "Idempotency-Key"
    assert not {"pointer", "header"} & set(parameter)


# Phrases of the error texts of Python, Django and the libraries.
LIBRARY = re.compile(
    r"sys\.|settings\.|codec|Expecting|delimiter|Extra data|NoneType|DATA_UPLOAD|boundary:|"
    r"Traceback|<class|Exceeds the limit|No Forecast matches|query\.",
)


@pytest.mark.parametrize(
    ("content_type", "raw"),
    [
        *(("application/json", raw) for raw in (b"", b"{", b"\xff", b"[1,]", b"{} {}", b'"\n"')),
        ("application/json", b'{"temperatureC":' + b"9" * 5000 + b"}"),
        ("application/json", b'{"version":"' + b"9" * 5000 + b'"}'),
        ("application/json", b"[" * 100_000),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=\xff", b"--x"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("text/plain", b"x"),
    ],
)
def test_no_phrase_of_a_library_is_in_a_problem(api: Client, content_type: str, raw: bytes) -> None:
    for method, path in (("POST", URL), ("PUT", f"{URL}/{make_forecast().pk}")):
        answer = api.generic(method, path, raw, content_type)
        document = problem(answer, answer.status_code)
        assert not LIBRARY.search(json.dumps(document)), document


@pytest.mark.parametrize("path", [f"{URL}/0", f"{URL}?" + "a=1&" * 1001, f"{URL}?format=x"])
def test_no_phrase_of_a_library_is_in_a_read(anyone: Client, path: str) -> None:
    answer: Any = anyone.get(path)

    assert not LIBRARY.search(json.dumps(body(answer)))
    assert answer.status_code in {400, 404}


def test_the_browsable_api_shows_problems_tags_and_the_id(api: Client) -> None:
    html = {"Accept": "text/html"}
    page = api.get(f"{URL}/{make_forecast().pk}", headers=html)
    refused = api.get(f"{URL}/0", headers=html)

    assert "ETag" in page.content.decode()
    assert page["X-Correlation-ID"]
    assert refused.status_code == 404
    assert "/problems/not-found" in refused.content.decode()
    assert refused["X-Correlation-ID"] in refused.content.decode()
