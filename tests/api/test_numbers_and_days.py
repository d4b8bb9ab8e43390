"""Numbers keep their exact value, days must be YYYY-MM-DD, and unknown fields are refused."""

import json
from typing import Any

import pytest
from django.test import Client

from forecasts.models import Forecast
from tests.api.problems import URL, body, problem, refused_fields
from tests.forecasts.rows import make_forecast
from tests.state import state

pytestmark = pytest.mark.django_db(transaction=True)


def post_raw(api: Client, celsius: str, date: str = '"2025-10-25"') -> Any:
    text = f'{{"date":{date},"temperatureC":{celsius}}}'
    return api.post(URL, text, content_type="application/json")


@pytest.mark.parametrize(
    ("celsius", "expected"),
    [
        *(("21", 21), ("21.0", 21), ("21.50", 21.5), ("21.5000", 21.5), ("2.15e1", 21.5)),
        *(("1e1", 10), ("-0", 0), ("-0.0", 0), ("100", 100), ("-100.0", -100), ("1E+2", 100)),
        *(('"21.5"', 21.5), ('"21.50"', 21.5), ('" +7 "', 7)),
    ],
)
def test_a_number_keeps_its_exact_value(api: Client, celsius: str, expected: float) -> None:
    assert body(post_raw(api, celsius))["temperatureC"] == expected


@pytest.mark.parametrize(
    "celsius",
    [
        *("1e-400", "21.0000000000000001", "21.05", "1e-1000000000", "0.0000000000000000001"),
        *("1e400", "1e3", "1E999999999", "100.1", "-100.00001", "9" * 5000, "-" + "9" * 5000),
        *("0." + "0" * 4000 + "1", "1" + "0" * 400, '"1e1"', '"21.05"', '"٣"', '"2１"', "true"),
    ],
    ids=lambda celsius: celsius[:20],
)
def test_a_number_that_is_not_a_temperature_is_refused_by_its_field(
    api: Client, celsius: str
) -> None:
    before = state()

    answer = post_raw(api, celsius)

    assert refused_fields(answer) == ["temperatureC"]
    assert "4300" not in answer.content.decode()
    assert state() == before


@pytest.mark.parametrize(
    "number",
    [
        *("NaN", "Infinity", "-Infinity", "1e99999999999999999999", "1e-99999999999999999999"),
        *("[NaN]", '{"a": NaN}'),
    ],
)
@pytest.mark.parametrize("name", ["date", "temperatureC", "summary", "version", "temperatureF"])
def test_a_value_that_is_not_a_number_is_refused_by_its_field(
    api: Client, number: str, name: str
) -> None:
    if name == "temperatureF" and number.startswith(("[", "{")):
        return  # read only: its value is ignored
    before = state()
    text = json.dumps({"date": "2025-10-25", "temperatureC": 1, name: "HERE"})

    answer = api.post(URL, text.replace('"HERE"', number), content_type="application/json")

    assert refused_fields(answer)[0].startswith(name)
    assert state() == before


def test_a_repeated_json_name_is_refused_by_name(api: Client) -> None:
    text = '{"date":"2025-10-25","temperatureC":1,"temperatureC":2}'

    answer = api.post(URL, text, content_type="application/json")

    assert "'temperatureC' is there twice" in problem(answer, 400)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_a_repeated_form_field_is_refused(api: Client, method: str) -> None:
    path = URL if method == "post" else f"{URL}/{make_forecast().pk}"
    before = state()
    form = "date=2025-10-25&temperatureC=1&temperatureC=2"

    answer = getattr(api, method)(path, form, content_type="application/x-www-form-urlencoded")

    assert refused_fields(answer) == ["temperatureC"]
    assert state() == before


@pytest.mark.parametrize("version", ["1", "1.0", "1e0", "10e-1"])
def test_a_version_may_be_any_notation_of_a_whole_number(api: Client, version: str) -> None:
    path = f"{URL}/{make_forecast().pk}"
    text = f'{{"summary":"Hot","version":{version}}}'

    assert body(api.patch(path, text, content_type="application/json"))["version"] == 2


@pytest.mark.parametrize(
    "version",
    [
        *('"1_0"', '"１"', '"٣"', '" 1"', '"+1"', "1.5", "true", "1e999999", "0", "-1", "[]"),
        *('"1.0"', "9" * 5000, f'"{"9" * 5000}"', "2147483648"),
    ],
    ids=lambda version: version[:20],
)
def test_a_version_that_is_not_a_whole_number_is_refused(api: Client, version: str) -> None:
    path = f"{URL}/{make_forecast().pk}"
    before = state()
    text = f'{{"summary":"Hot","version":{version}}}'

    assert refused_fields(api.patch(path, text, content_type="application/json")) == ["version"]
    assert state() == before


@pytest.mark.parametrize("tag", ['"١"', '"１"', '"1_0"', '"01"', '"+1"', '"0"', '" 1"', "1"])
def test_if_match_compares_an_etag_character_by_character(api: Client, tag: str) -> None:
    path = f"{URL}/{make_forecast().pk}"
    before = state()

    answer = api.delete(path, headers={"If-Match": tag.encode().decode("latin-1")})

    if tag.startswith('"') and " " not in tag:
        problem(answer, 412)
    else:
        assert refused_fields(answer) == ["If-Match"]
    assert state() == before


NO_DAYS = [
    *("20251025", "2025-W43-6", "2025-1-5", "2025-01-5", "2025-10-25T00:00:00", "2025-10-25Z"),
    *(" 2025-10-25", "2025-10-25\n", "２０２５-１０-２５", "٢٠٢٥-١٠-٢٥", "+2025-10-25", "25-10-25"),
    *("2025-13-01", "2025-02-29", "2025/10/25", "10/25/2025", "2025-298", "", "today"),
]


@pytest.mark.parametrize("day", [*map(json.dumps, NO_DAYS), "20251025", "1", "true", "null", "[]"])
def test_a_day_in_another_notation_is_refused(api: Client, day: str) -> None:
    assert refused_fields(post_raw(api, "1", day)) == ["date"]


@pytest.mark.parametrize("day", ["1799-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_out_of_bounds_is_refused_with_the_bounds(api: Client, day: str) -> None:
    answer = post_raw(api, "1", f'"{day}"')

    assert refused_fields(answer) == ["date"]
    assert "1800-01-01 to 2200-12-31" in answer.content.decode()


@pytest.mark.parametrize("day", ["1800-01-01", "2200-12-31", "2024-02-29"])
def test_a_day_at_the_bounds_is_accepted(api: Client, day: str) -> None:
    assert body(post_raw(api, "1", f'"{day}"'))["date"] == day


@pytest.mark.parametrize("name", ["date", "date_after", "date_before"])
@pytest.mark.parametrize(
    "day",
    ["20251025", "2025-1-5", "2025-W43-6", "10/25/2025", "２０２５-10-25", " 2025-10-25 ", " "],
)
def test_a_filter_s_days_need_the_same_notation(anyone: Client, name: str, day: str) -> None:
    make_forecast()

    assert refused_fields(anyone.get(URL, {name: day})) == [name]
    assert anyone.get(URL, {name: "2025-10-25"}).status_code == 200


WHOLE = {"date": "2025-10-25", "temperatureC": 1}


@pytest.mark.parametrize("method", ["post", "put", "patch"])
@pytest.mark.parametrize(
    "name", ["nope", "temperature_c", "Date", "date ", "", "\ud800", "x" * 300]
)
def test_an_unknown_field_is_refused_by_name(api: Client, method: str, name: str) -> None:
    path = URL if method == "post" else f"{URL}/{make_forecast().pk}"
    before = state()
    send = getattr(api, method)

    answer = send(path, json.dumps({**WHOLE, name: 1}), content_type="application/json")

    shown = name[:100].encode(errors="backslashreplace").decode()
    assert refused_fields(answer) == [shown]
    assert state() == before


def test_a_body_with_only_an_unknown_field_is_refused(api: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"

    answer = api.patch(path, '{"nope": 1}', content_type="application/json")

    assert refused_fields(answer) == ["nope"]


def test_a_forecast_as_it_was_read_can_be_sent_back(api: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"
    read = body(api.get(path))

    answer = api.put(
        path, json.dumps({**read, "location": "Rome"}), content_type="application/json"
    )

    assert body(answer)["location"] == "Rome"
    assert Forecast.objects.get().version == 2
