"""Read forecasts from answers of Open-Meteo."""

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.files.json_document import read_json
from forecasts.importing.files.limits import COMMAND
from forecasts.importing.reading.detect import reading_of
from forecasts.importing.reading.reading import Reading
from forecasts.importing.rows.row import Accepted, Refused, Row
from forecasts.importing.sources.base import Wishes
from tests.forecasts.importing.accepted import content_of, fields_of

pytestmark = pytest.mark.once


def answer(resolution: str = "daily", unit: str = "°C", **columns: Any) -> dict[str, Any]:
    """Return an answer of Open-Meteo for Oslo, with these columns."""
    units = {name: unit for name in columns if name.startswith(("temp", "apparent"))}
    return {
        "latitude": 59.91,
        "longitude": 10.75,
        "utc_offset_seconds": 0,
        f"{resolution}_units": {"time": "iso8601", "weather_code": "wmo code"} | units,
        resolution: columns,
    }


DAILY = answer(
    time=["2026-01-30", "2026-01-31"], temperature_2m_max=[-3.4, 1], weather_code=[71, 3]
)


def source_of(document: object, *locations: str, columns: dict[str, str] | None = None) -> Reading:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    whole = content_of(BytesIO(content), "oslo.json")
    return reading_of(whole, Wishes(columns or {}, locations))


def rows_of(document: object, *locations: str, columns: dict[str, str] | None = None) -> list[Row]:
    return list(source_of(document, *locations, columns=columns).rows)


def temperatures(rows: list[Row]) -> list[Decimal]:
    return [row.forecast.temperature_c for row in rows if isinstance(row, Accepted)]


def test_a_daily_value_becomes_a_forecast_of_the_day_s_maximum() -> None:
    source = source_of(DAILY)
    first, second = source.rows
    assert isinstance(first, Accepted)
    assert first.number == 1
    assert fields_of(first) == {
        "date": dt.date(2026, 1, 30),
        "temperature_c": Decimal("-3.4"),
        "summary": "Slight snow",
        "location": "59.91, 10.75",
    }
    assert temperatures([second]) == [Decimal(1)]
    assert (source.source, source.column) == ("Open-Meteo", "daily.temperature_2m_max (°C)")
    assert source.total == 2


def test_hourly_values_become_the_warmest_hour_and_the_most_severe_weather() -> None:
    hours = answer(
        "hourly",
        time=[f"2026-01-{day}T{hour:02}:00" for day in (30, 31) for hour in range(24)],
        temperature_2m=[-3.4, *[-4] * 23, *[-9.5] * 23, -7.1],
        weather_code=[3, 71, *[None] * 46],
    )
    rows = rows_of(hours)
    assert temperatures(rows) == [Decimal("-3.4"), Decimal("-7.1")]
    assert [row.forecast.summary for row in rows if isinstance(row, Accepted)] == [
        "Slight snow",
        "",
    ]


def test_hours_of_a_part_of_a_day_are_refused() -> None:
    hours = answer(
        "hourly",
        time=["2026-01-30T22:00", "2026-01-30T23:00", "2026-01-31T00:00"],
        temperature_2m=[-3.4, -4, -9.5],
    )
    reasons = [str(row) for row in rows_of(hours)]
    assert [reason.partition("; ")[0] for reason in reasons] == [
        "hourly.time '2026-01-30': hours of a part of a day: 2 of 24",
        "hourly.time '2026-01-31': hours of a part of a day: 1 of 24",
    ]


def test_a_second_decimal_is_rounded_and_counted() -> None:
    (row,) = rows_of(answer(time=["2026-01-30"], temperature_2m_max=[1.25]))
    assert isinstance(row, Accepted)
    assert (row.forecast.temperature_c, row.rounded) == (Decimal("1.3"), True)


def test_a_day_with_an_hour_that_has_no_temperature_is_refused() -> None:
    hours = answer(
        "hourly", time=["2026-01-30T00:00", "2026-01-30T01:00"], temperature_2m=[4, None]
    )
    assert [str(row) for row in rows_of(hours)] == ["hourly.temperature_2m null: no temperature"]


def test_daily_values_are_preferred_to_hourly_ones() -> None:
    hours = answer("hourly", time=["2026-01-30T00:00"], temperature_2m=[4])
    assert len(rows_of(hours | DAILY)) == 2


def test_fahrenheit_is_converted_and_rounded_to_a_tenth() -> None:
    days = answer(unit="°F", time=["2026-01-30", "2026-01-31"], temperature_2m_max=[50, 33.3])
    assert temperatures(rows_of(days)) == [Decimal(10), Decimal("0.7")]


def test_a_value_out_of_range_is_refused_in_its_own_unit() -> None:
    [row] = rows_of(
        answer(unit="°F", time=["2026-01-30"], temperature_2m_max=[250], weather_code=[71])
    )
    assert isinstance(row, Refused)
    assert str(row) == (
        "daily.temperature_2m_max 250: out of range: a temperature is between -100 and 100 °C"
    )


def test_map_selects_another_temperature() -> None:
    days = answer(time=["2026-01-30"], temperature_2m_max=[5], apparent_temperature_max=[-2])
    rows = rows_of(days, columns={"temperatureC": "apparent_temperature_max"})
    assert temperatures(rows) == [Decimal(-2)]


def test_a_list_of_places_is_named_by_coordinates_or_in_order() -> None:
    places = [DAILY, DAILY | {"latitude": 60.39, "longitude": 5}]
    by_coordinates = rows_of(places)
    by_name = rows_of(places, "Oslo", "Bergen")
    assert [row.number for row in by_name] == [1, 2, 3, 4]
    names = [[r.forecast.location for r in rows[::2] if isinstance(r, Accepted)]
             for rows in (by_coordinates, by_name)]  # fmt: skip
    assert names == [["59.91, 10.75", "60.39, 5"], ["Oslo", "Bergen"]]


@pytest.mark.parametrize(
    ("time", "degrees", "code", "reason"),
    [
        ("2026-02-30", "1", "0", "daily.time '2026-02-30': no such day in the calendar"),
        ("2026-01-01", "null", "0", "daily.temperature_2m_max null: no temperature"),
        ("2026-01-01", '"7"', "0", "daily.temperature_2m_max '7': not a number"),
        ("2026-01-01", "true", "0", "daily.temperature_2m_max True: not a number"),
        ("2026-01-01", "NaN", "0", "daily.temperature_2m_max NaN: not a number"),
        ("2026-01-01", "-Infinity", "0", "daily.temperature_2m_max -Infinity: not a number"),
        ("2026-01-01", "1e999", "0", "1E+999: not a temperature on Earth"),
        ("2026-01-01", "1e9999999999999999999", "0", "daily.temperature_2m_max NaN: not a number"),
        ("2026-01-01", "1e999999999", "0", "1E+999999999: not a temperature on Earth"),
        ("2026-01-01", "-1e999999999", "0", "-1E+999999999: not a temperature on Earth"),
        ("2026-01-01", "1", "1e999999999", "1E+999999999: not a WMO weather code, 0 to 99"),
        ("2026-01-01", "1", "1e-999999999", "1E-999999999: not a WMO weather code, 0 to 99"),
        (
            "2026-01-01",
            "100.1",
            "0",
            "100.1: out of range: a temperature is between -100 and 100 °C",
        ),
        ("2026-01-01", "1", "100", "daily.weather_code 100: not a WMO weather code, 0 to 99"),
        ("2026-01-01", "1", "2.5", "daily.weather_code 2.5: not a WMO weather code, 0 to 99"),
        ("2026-01-01", "1", "[]", "daily.weather_code []: not a WMO weather code, 0 to 99"),
    ],
)
def test_a_bad_day_is_refused_by_itself(time: str, degrees: str, code: str, reason: str) -> None:
    content = (
        '{"latitude": 1, "longitude": 2, "daily_units": {"temperature_2m_max": "°C"}, "daily":'
        f' {{"time": ["2026-01-01", "{time}"], "temperature_2m_max": [1, {degrees}],'
        f' "weather_code": [0, {code}]}}}}'
    )
    good, bad = rows_of(content.encode())
    assert isinstance(good, Accepted)
    assert isinstance(bad, Refused)
    assert bad.number == 2
    assert str(bad).endswith(reason)


def test_a_temperature_with_a_million_decimals_is_rounded() -> None:
    document = json.dumps(answer(time=["2026-01-01"] * 2, temperature_2m_max=[1, 7777]))
    rows = rows_of(document.replace("7777", "1e-999999").encode())

    assert temperatures(rows) == [Decimal(1), Decimal(0)]


@pytest.mark.parametrize("degrees", ["1e999999999", "-1e999999999", "1e-999999", "361", "NaN"])
def test_an_invalid_latitude_is_refused_unless_the_place_is_named(degrees: str) -> None:
    document = json.dumps({**DAILY, "latitude": 7777}).replace("7777", degrees).encode()

    with pytest.raises(UnreadableFile, match="name the place with --location"):
        rows_of(document)
    assert len(rows_of(document, "Oslo")) == 2


@pytest.mark.parametrize("resolution", ["daily", "hourly"])
def test_a_unix_time_is_refused_with_advice(resolution: str) -> None:
    column = {"daily": "temperature_2m_max", "hourly": "temperature_2m"}[resolution]
    columns: dict[str, Any] = {"time": [1769731200], column: [1]}
    (row,) = rows_of(answer(resolution, **columns))
    assert str(row) == (
        f"{resolution}.time 1769731200: not a date; ask Open-Meteo for timeformat=iso8601"
    )


def test_an_unknown_weather_code_keeps_its_number() -> None:
    (row,) = rows_of(answer(time=["2026-01-30"], temperature_2m_max=[5], weather_code=[4]))
    assert isinstance(row, Accepted)
    assert row.forecast.summary == "WMO weather code 4"


BLOCK: dict[str, Any] = {"time": ["2026-01-01"], "temperature_2m_max": [1]}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b'{"daily":\n {,}', "oslo.json, line 2: not JSON: Expecting property name"),
        (b"[" * 100_000, "oslo.json: nested too deeply"),
        (b'{"a": 1, "a": 2}', "oslo.json: the name 'a' stands twice"),
        (b'{\n"a": "\xe9"}', "oslo.json, line 2: not text in UTF-8"),
        ([], "oslo.json: an empty list"),
        (7, "oslo.json: neither an object nor a list of objects"),
        ({"a": 1}, "an object of no known source, with a"),
        ({"error": True, "reason": "Too many"}, "Open-Meteo answered with an error: Too many"),
        ({"latitude": 1, "longitude": 2}, "no daily.temperature_2m_max or hourly.temperature_2m"),
        ({"daily": BLOCK}, "oslo.json: no latitude and longitude; name the place with --location"),
        (DAILY | {"longitude": True}, "no latitude and longitude"),
        (DAILY | {"daily_units": {}}, "column daily_units.temperature_2m_max: no unit"),
        (answer(unit="K", **BLOCK), "the unit 'K' is neither °C nor °F"),
        (
            DAILY | {"daily": BLOCK | {"time": "2026"}},
            "column daily.time: not there, or not a list",
        ),
        (
            DAILY | {"daily": BLOCK | {"time": []}},
            "column daily.temperature_2m_max: 1 values, but daily.time has 0",
        ),
        ([DAILY, DAILY | {"daily_units": 0}], "column [1].daily_units.temperature_2m_max: no unit"),
    ],
)
def test_a_document_without_days_is_unreadable(document: object, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        source_of(document)
    assert message in str(caught.value)


def test_there_must_be_as_many_names_as_places() -> None:
    with pytest.raises(UnreadableFile, match="1 place in the file, but --location is given 2"):
        source_of(DAILY, "Oslo", "Bergen")


def test_only_the_temperature_can_be_mapped() -> None:
    with pytest.raises(UnreadableFile, match="--map: only for temperatureC, not for summary"):
        source_of(DAILY, columns={"summary": "weather_code"})


def test_a_document_above_the_size_limit_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="larger than 1 MiB"):
        read_json(BytesIO(b" " * (1024**2 + 1)), "in", replace(COMMAND, json=1024**2))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-150, 150)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2026-01-01", "2026-01-01T05:00"]),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=3,
)


@pytest.mark.parametrize("resolution", ["daily", "hourly"])
@given(entries=st.lists(st.tuples(values, values, values), max_size=12))
def test_each_day_is_taken_or_refused_exactly_once(
    resolution: str, entries: list[tuple[Any, Any, Any]]
) -> None:
    time, degrees, code = ([entry[place] for entry in entries] for place in range(3))
    column = {"daily": "temperature_2m_max", "hourly": "temperature_2m"}[resolution]
    columns: dict[str, Any] = {"time": time, column: degrees, "weather_code": code}
    rows = rows_of(answer(resolution, **columns))
    hours_of_days = {t[:10] if isinstance(t, str) else index for index, t in enumerate(time)}
    assert len(rows) == (len(entries) if resolution == "daily" else len(hours_of_days))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@given(
    st.dictionaries(
        st.sampled_from(["daily", "hourly", "daily_units", "latitude", "longitude"]),
        values | st.dictionaries(st.sampled_from(["time", "temperature_2m_max"]), values),
    )
)
def test_any_document_is_read_or_unreadable(document: object) -> None:
    with suppress(UnreadableFile):
        rows_of(document)
