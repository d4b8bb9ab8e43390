"""Parsing the cells of a file: dates, temperatures, units and texts."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.importing.rows.cells import celsius_from_fahrenheit, text_from
from forecasts.importing.rows.date_words import pattern_from
from forecasts.importing.rows.dates import Dates
from forecasts.importing.rows.temperatures import Temperatures, usual_codes
from forecasts.importing.rows.units import to_tenths, unit_in

pytestmark = pytest.mark.once

celsius = Temperatures("C", codes=usual_codes("C"))


@pytest.mark.parametrize(
    "text",
    ["2012-01-31", "2012/01/31", "2012/1/31", " 2012-01-31 ", "2012.01.31", "20120131", "31.1.2012",
     "31/01/2012", "01/31/2012", "31 January 2012", "31. Jan 2012", "Jan 31, 2012", "31-Jan-2012",
     "31 janvier 2012", "2012-W05-2", "2012-031", "2012-01-31Z"],
)  # fmt: skip
def test_an_unambiguous_date_is_read(text: str) -> None:
    assert Dates()(text).day == dt.date(2012, 1, 31)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no date"),
        ("01/02/2012", "day and month can't be told apart"),
        ("2012-02-30", "no such day"),
        ("31.02.2012", "no such day"),
        ("2012-02-30T10:00", "no such day"),
        ("2012-01-01T25:00", "no such time"),
        ("2012-366x", "not a date"),
        ("2011-366", "no such day"),
        ("0000-01-01", "no such day"),
        ("2012-01/31", "not a date"),
        ("45750", "day number of a spreadsheet"),
        ("1743638400", "seconds since 1970"),
        ("12-01-31", "two digits"),
        ("\u0662012-01-31", "not a date"),
        ("2012-01-31\x00", "not a date"),
        ("31 Foo 2012", "no such day"),
    ],
)
def test_a_text_that_is_not_a_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Dates()(text)


def test_the_file_decides_the_order_of_day_and_month() -> None:
    assert Dates("dmy")("01/02/2012").day == dt.date(2012, 2, 1)
    assert Dates("mdy")("01/02/2012").day == dt.date(2012, 1, 2)


@pytest.mark.parametrize("words", ["DD/MM/YYYY", "%d/%m/%Y"])
def test_the_user_decides_how_dates_are_written(words: str) -> None:
    assert Dates(pattern=pattern_from(words))("01/02/2012").day == dt.date(2012, 2, 1)


def test_a_time_is_kept_with_its_zone() -> None:
    moment = Dates()("2012-01-31T06:30:00+02:00")
    assert (moment.day, moment.minutes, moment.zone) == (dt.date(2012, 1, 31), 390, "+02:00")


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("12.8", "12.8"),
        ("-3", "-3"),
        ("+3", "3"),
        ("12.80", "12.8"),
        (".5", "0.5"),
        ("-0", "0"),
        ("12,5", "12.5"),
        ("1e1", "10"),
        ("−5", "-5"),
        ("12 °C", "12"),
        ("50°F", "10"),
        ("3.45", "3.5"),
        ("-3.45", "-3.5"),
        ("-0.04", "0"),
    ],
)
def test_a_temperature_is_read_to_one_decimal(text: str, degrees: str) -> None:
    read = celsius(text).degrees
    assert read == Decimal(degrees)
    assert not str(read).startswith("-0.0")


@pytest.mark.parametrize(
    "text", ["1e999", "inf", "--3", "٣", "1_0", "0x10", "7.5*", "12 34", "9" * 5000]
)
def test_a_text_that_is_not_a_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number in plain digits"):
        celsius(text)


@pytest.mark.parametrize("text", ["", "NaN", "NA", "null", "M", "mq", "-", "---", "-9999", "99.9"])
def test_a_code_for_missing_is_missing(text: str) -> None:
    with pytest.raises(ValueError, match=r"no temperature|missing value"):
        celsius(text)


@pytest.mark.parametrize("text", ["1,234.5", "1 234", "1.234,5", "100", "-100", "1e99", "9" * 20])
def test_a_temperature_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="out of range"):
        celsius(text)


def test_three_digits_after_a_comma_need_the_option_decimal() -> None:
    with pytest.raises(ValueError, match="--decimal ,"):
        celsius("15,913")
    assert Temperatures("C", decimal=",")("15,913").degrees == Decimal("15.9")
    with pytest.raises(ValueError, match="out of range"):
        Temperatures("C", decimal=".")("15,913")


@pytest.mark.parametrize(
    ("unit", "text", "degrees"),
    [("0.1C", "-50", "-5"), ("0.1C", "99", "9.9"), ("K", "270.6", "-2.6"), ("F", "99", "37.2")],
)
def test_other_units_become_celsius(unit: str, text: str, degrees: str) -> None:
    assert Temperatures(unit, codes=usual_codes(unit))(text).degrees == Decimal(degrees)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Max Temp (°C)", "C"),
        ("temperature_2m (°F)", "F"),
        ("tempC", "C"),
        ("temp_f", "F"),
        ("Maximum temperature (Degree C)", "C"),
        ("t [K]", "K"),
        ("TX (0.1 degC)", "0.1C"),
        ("temperature", ""),
        ("temp_max", ""),
        ("attic", ""),
        ("date", ""),
        ("Temperature, Celsius", "C"),
    ],
)
def test_a_unit_is_read_from_the_name_of_a_column(name: str, unit: str) -> None:
    assert unit_in(name) == unit


def test_line_ends_in_a_text_become_spaces() -> None:
    assert text_from(" rain,\r\n then  sun ") == "rain, then sun"


@pytest.mark.parametrize("text", ["a\x00b", "caf\udce9", "\x1b[31mred", "\ud800"])
def test_control_characters_and_undecoded_bytes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        text_from(text)


@pytest.mark.parametrize(
    ("fahrenheit", "degrees"),
    [("32", "0"), ("50.09", "10.1"), ("31.91", "-0.1"), ("-40", "-40")],
)
def test_fahrenheit_becomes_celsius_halves_away_from_zero(fahrenheit: str, degrees: str) -> None:
    assert celsius_from_fahrenheit(Decimal(fahrenheit)) == Decimal(degrees)


@given(st.decimals(min_value=-1000, max_value=1000, places=3))
def test_the_conversion_is_within_half_a_tenth(fahrenheit: Decimal) -> None:
    degrees = celsius_from_fahrenheit(fahrenheit)
    assert abs(degrees * 9 / 5 + 32 - fahrenheit) <= Decimal("0.09")
    assert degrees == degrees.quantize(Decimal("0.1"))


@given(st.decimals(min_value=-99, max_value=99, places=1))
def test_a_tenth_is_read_as_it_is_written(degrees: Decimal) -> None:
    if degrees not in usual_codes("C"):
        assert celsius(str(degrees)).degrees == degrees == to_tenths(degrees)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for read in (Dates(), celsius):
        with suppress(ValueError):
            read(text)
