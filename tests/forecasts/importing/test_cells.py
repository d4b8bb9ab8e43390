"""What the cells of a file may hold."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.importing.rows.cells import (
    celsius_from_fahrenheit,
    date_from,
    temperature_from,
    text_from,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize("text", ["2012-01-31", "2012/01/31", "2012/1/31", " 2012-01-31 "])
def test_a_date_is_year_first(text: str) -> None:
    assert date_from(text) == dt.date(2012, 1, 31)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no date"),
        ("01/02/2012", "day and month can't be told apart"),
        ("31.12.2012", "day and month can't be told apart"),
        ("2012-02-30", "no such day"),
        ("0000-01-01", "no such day"),
        ("2012-01/31", "not a date"),
        ("20120131", "not a date"),
        ("2012-01-01T00:00", "time of day"),
        ("2012-01-01 13:00", "time of day"),
        ("\u0662012-01-31", "not a date"),
        ("2012-01-31\x00", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        date_from(text)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("12.8", "12.8"), ("-3", "-3"), ("+3", "3"), ("12.80", "12.8"), (".5", "0.5"), ("-0", "0")],
)
def test_a_temperature_is_a_plain_number(text: str, degrees: str) -> None:
    assert temperature_from(text) == Decimal(degrees)


@pytest.mark.parametrize(
    "text", ["NaN", "1e999", "1e1", "inf", "12 °C", "--3", "٣", "1_0", ".", "9" * 5000]
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number in plain digits"):
        temperature_from(text)


def test_a_decimal_comma_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match=r"after a point: 12\.5"):
        temperature_from("12,5")


def test_line_ends_in_a_text_become_spaces() -> None:
    assert text_from(" rain,\r\n then  sun ") == "rain, then sun"


@pytest.mark.parametrize("text", ["a\x00b", "caf\udce9", "\x1b[31mred", "\ud800"])
def test_control_characters_and_undecoded_bytes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        text_from(text)


@pytest.mark.parametrize(
    ("fahrenheit", "celsius"), [("32", "0"), ("50.09", "10.1"), ("31.91", "-0.1"), ("-40", "-40")]
)
def test_fahrenheit_becomes_celsius_halves_away_from_zero(fahrenheit: str, celsius: str) -> None:
    assert celsius_from_fahrenheit(Decimal(fahrenheit)) == Decimal(celsius)


@given(st.decimals(min_value=-1000, max_value=1000, places=3))
def test_the_conversion_is_within_half_a_tenth(fahrenheit: Decimal) -> None:
    celsius = celsius_from_fahrenheit(fahrenheit)
    assert abs(celsius * 9 / 5 + 32 - fahrenheit) <= Decimal("0.09")
    assert celsius == celsius.quantize(Decimal("0.1"))
