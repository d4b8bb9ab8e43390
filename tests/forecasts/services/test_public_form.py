"""The forecast's public JSON representation, and the conversion to °F."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.models import Forecast
from forecasts.rules.public_form import as_data

pytestmark = pytest.mark.once

DAY = dt.date(2025, 10, 25)


def at(celsius: str | Decimal) -> Forecast:
    return Forecast(date=DAY, temperature_c=Decimal(celsius))


@pytest.mark.parametrize(
    ("celsius", "fahrenheit"),
    [
        *(("0", 32), ("25", 77), ("100", 212), ("-100", -148), ("-40", -40), ("36.6", 98)),
        *(("-17.8", 0), ("0.1", 32), ("-0.1", 32), ("-17.7", 0), ("-18.4", -1)),
        # Halves are rounded away from zero: 32.5, 41.5, −0.5, −49.5, −148 and 0.5 exactly.
        *(("2.5", 37), ("7.5", 46), ("-2.5", 28), ("12.5", 55), ("-22.5", -9), ("-42.5", -45)),
    ],
)
def test_fahrenheit_is_rounded_to_a_whole_degree(celsius: str, fahrenheit: int) -> None:
    assert at(celsius).temperature_f == fahrenheit


@given(st.integers(-1000, 1000))
def test_fahrenheit_is_never_more_than_half_a_degree_off(tenths: int) -> None:
    exact = Fraction(tenths, 10) * 9 / 5 + 32

    rounded = at(Decimal(tenths) / 10).temperature_f

    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@pytest.mark.parametrize(
    ("celsius", "shown"),
    [("25.0", "25"), ("25", "25"), ("-0.5", "-0.5"), ("-0.0", "0"), ("0", "0")],
)
def test_a_whole_temperature_is_written_without_decimals(celsius: str, shown: str) -> None:
    assert repr(as_data(at(celsius))["temperatureC"]) == shown


def test_the_public_form_has_these_fields_in_this_order() -> None:
    forecast = Forecast(
        id=7, date=DAY, temperature_c=Decimal("25.0"), summary="Warm", location="Oslo", version=3
    )

    assert list(as_data(forecast).items()) == [
        ("id", 7),
        ("date", "2025-10-25"),
        ("temperatureC", 25),
        ("temperatureF", 77),
        ("summary", "Warm"),
        ("location", "Oslo"),
        ("version", 3),
    ]


def test_absent_text_is_the_empty_string() -> None:
    data = as_data(at("1"))

    assert (data["summary"], data["location"]) == ("", "")


@pytest.mark.parametrize(("year", "shown"), [(1, "0001-01-01"), (9999, "9999-01-01")])
def test_a_year_has_four_digits(year: int, shown: str) -> None:
    forecast = Forecast(date=dt.date(year, 1, 1), temperature_c=Decimal(1))

    assert as_data(forecast)["date"] == shown
