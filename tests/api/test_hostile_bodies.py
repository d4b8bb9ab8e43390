"""Any body is either refused with 4xx, and changes nothing, or is a valid forecast."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings

from tests.api.problems import URL, body, problem, refused_fields
from tests.api.test_writing import WARM, send
from tests.forecasts.rows import make_forecast
from tests.hostile import CASES, any_body, case_id
from tests.state import happened_since, state

pytestmark = pytest.mark.django_db(transaction=True)

DEEP = 100_000


@pytest.mark.parametrize(("field", "value"), CASES, ids=case_id)
@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_a_value_that_breaks_a_rule_is_refused_by_its_field(
    api: Client, method: str, field: str, value: Any
) -> None:
    if method == "patch" and value is None and field in {"summary", "location"}:
        return
    path = "" if method == "post" else f"/{make_forecast().pk}"
    before = state()

    answer = send(api, method, path, {**WARM, field: value})

    assert [name.partition(".")[0] for name in refused_fields(answer)] == [field]
    assert state() == before


@pytest.mark.parametrize("value", [None, "", "x", 0, -1, 1.5, True, [], {}, 2**31, 10**40, "\x00"])
@pytest.mark.parametrize("method", ["put", "patch"])
def test_an_invalid_version_is_refused(api: Client, method: str, value: Any) -> None:
    forecast = make_forecast()
    before = state()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "summary": "Hot", "version": value})

    assert refused_fields(answer) == ["version"]
    assert state() == before


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{", b"}", b"null", b"[]", b'"x"', b"1", b"[1]", b"true", b"nonsense", b"\x00"),
        *(b"\xff", b"\xef\xbb\xbf{}", '{"date":1}'.encode("utf-16"), b'{"a":"\xed\xa0\x80"}'),
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"date":"2025-10-25","temperatureC":NaN}',
        b'{"date":"2025-10-25","temperatureC":-Infinity}',
        b'{"date":"2025-10-25","temperatureC":1e999}',
        b'{"date":"2025-10-25","temperatureC":' + b"9" * 5000 + b"}",
        b'{"date":"2025-10-25","temperatureC":1,"temperatureC":25}',
        b'{"date":"2025-10-25","temperatureC":25,}',
        b'{"date":"2025-10-25","temperatureC":25} {}',
        b'{"date":"2025-10-25","temperatureC":25,"summary":"\n"}',
        b'{"date":"2025-10-25","temperatureC":25,"summary":"\\u0000"}',
        b'{"date":"2025-10-25","temperatureC":25,"location":"\\ud83c"}',
    ],
    ids=case_id,
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_that_is_not_a_forecast_is_refused(api: Client, method: str, raw: bytes) -> None:
    path = URL if method == "POST" else f"{URL}/{make_forecast().pk}"
    before = state()

    problem(api.generic(method, path, raw, content_type="application/json"), 400)

    assert state() == before


@pytest.mark.parametrize(
    ("content_type", "raw", "status"),
    [
        ("text/plain", b"x", 415),
        ("application/xml", b"<a/>", 415),
        ("nonsense", b"x", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        ("multipart/form-data; boundary=\xff", b"--x", 400),
        ("multipart/form-data; boundary=x", b"--x", 400),
        ("application/x-www-form-urlencoded", b"%00=%ff&&&", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000, 400),
        ("application/x-www-form-urlencoded", b"date=%00&temperatureC=%ED%A0%80", 400),
        ("application/json", b"date=2025-10-25&temperatureC=1", 400),
    ],
    ids=case_id,
)
def test_a_body_of_another_kind_is_refused(
    api: Client, content_type: str, raw: bytes, status: int
) -> None:
    before = state()

    problem(api.generic("POST", URL, raw, content_type=content_type), status)

    assert state() == before


def test_a_file_in_place_of_a_text_is_refused(api: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    before = state()
    file = SimpleUploadedFile("a.txt", b"Warm")

    answer = api.post(URL, {**WARM, "summary": file})

    assert refused_fields(answer) == ["summary"]
    assert state() == before


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=any_body)
def test_whatever_is_posted_is_refused_or_becomes_one_forecast(api: Client, data: Any) -> None:
    before = state()

    answer = send(api, "post", "", data)

    if answer.status_code == 201:
        made = body(answer)
        assert happened_since(before) == [("created", str(made["id"]))]
        assert made in state().forecasts
    else:
        problem(answer, 400)
        assert state() == before


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=any_body)
def test_whatever_is_patched_is_refused_or_raises_the_version(api: Client, data: Any) -> None:
    forecast = make_forecast()
    before = state()

    answer = send(api, "patch", f"/{forecast.pk}", data)

    if answer.status_code == 200:
        assert len(happened_since(before)) == body(answer)["version"] - 1
    else:
        assert problem(answer, answer.status_code)["status"] in {400, 409}
        assert state() == before


@pytest.mark.parametrize(
    "accept",
    ["image/png", "text/html;q=nonsense", "application/json; version=\x00", "*/", ",", "é"],
)
def test_whatever_is_accepted_the_answer_is_below_500(api: Client, accept: str) -> None:
    answer = api.get(URL, headers={"Accept": accept})

    assert answer.status_code in {200, 406}


def test_json_of_a_strange_format_is_not_found(api: Client) -> None:
    problem(api.get(f"{URL}?format=\x00"), 404)


def test_a_text_is_returned_exactly_as_it_was_sent(api: Client) -> None:
    for text in ("\u202e\u200b🏳️‍🌈", "</script>", "' OR 1=1 --", "\x1b[31m", "\ufffe", "a\u2028b"):
        answer = send(api, "post", "", {**WARM, "summary": text})

        assert body(answer)["summary"] == text
        assert json.loads(api.get(answer["Location"]).content)["summary"] == text
