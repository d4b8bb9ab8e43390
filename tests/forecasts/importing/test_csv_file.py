"""Read forecasts from CSV."""

import csv
import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.reading.detect import reading_of
from forecasts.importing.reading.reading import Reading
from forecasts.importing.rows.row import Accepted, Refused, Row
from forecasts.importing.sources.base import Wishes
from tests.forecasts.importing.accepted import content_of, fields_of

pytestmark = pytest.mark.once

SEATTLE = b"""date,precipitation,temp_max,temp_min,wind,weather
2012/01/01,0.0,12.8,5.0,4.7,drizzle
2012/01/02,10.9,10.6,2.8,4.5,rain
"""
MAPPED = {"temperatureC": "temp_max", "summary": "weather"}


def source_of(content: bytes, *locations: str, columns: dict[str, str] | None = None) -> Reading:
    return opened(BytesIO(content), Wishes(columns or {}, locations))


def opened(file: BytesIO, wishes: Wishes) -> Reading:
    return reading_of(content_of(file, "sample.csv"), wishes)


def rows_of(content: bytes, *locations: str, columns: dict[str, str] | None = None) -> list[Row]:
    return list(source_of(content, *locations, columns=columns).rows)


def refusals(content: bytes) -> list[tuple[int, str]]:
    return [(row.number, str(row)) for row in rows_of(content) if isinstance(row, Refused)]


def test_columns_are_named_on_the_command_line() -> None:
    source = source_of(SEATTLE, "Seattle", columns=MAPPED)
    first, second = source.rows
    assert isinstance(first, Accepted)
    assert first.number == 2
    assert fields_of(first) == {
        "date": dt.date(2012, 1, 1),
        "temperature_c": Decimal("12.8"),
        "summary": "drizzle",
        "location": "Seattle",
    }
    assert second.number == 3
    assert source.notes() == ["Columns not used: precipitation, temp_min, wind."]


@pytest.mark.parametrize("name", ["temperatureC", "tempC", "TEMPC", "temperature_c", " temp_c "])
def test_a_column_that_names_its_unit_needs_no_map(name: str) -> None:
    (row,) = rows_of(f"date,{name}\n2012-01-01,3\n".encode())
    assert isinstance(row, Accepted)
    assert row.forecast.temperature_c == 3
    assert row.forecast.summary == row.forecast.location == ""


def test_a_row_keeps_its_own_location() -> None:
    own, default = rows_of(b"date,tempC,location\n2012-01-01,3,Oslo\n2012-01-01,3, \n", "Bergen")
    assert isinstance(own, Accepted)
    assert isinstance(default, Accepted)
    assert [own.forecast.location, default.forecast.location] == ["Oslo", "Bergen"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_line_ends_and_a_byte_order_mark(separator: str, end: str, mark: str) -> None:
    lines = [["date", "tempC", "summary"], ["2012-01-01", "3", "Rain, at first"]]
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(lines)
    (row,) = rows_of(f"{mark}{text.getvalue()}".encode())
    assert isinstance(row, Accepted)
    assert row.forecast.summary == "Rain, at first"


def test_a_bad_row_is_refused_with_its_line_its_column_and_its_value() -> None:
    found = refusals(
        b"date,tempC,summary\n"
        b"2012-01-01,3,ok\n"
        b"\n"
        b"2012-02-30,3,no such day\n"
        b"2012-01-01,NaN,\n"
        b"2012-01-01,1e999,\n"
        b"2012-01-01,100.1,too hot\n"
        b"2012-01-03,12.34,rounded\n"
        b"2012-01-01,3\n"
        b"2012-01-01,3,a\x00b\n"
        b"2012-01-01,3,\xc3\xa9, and caf\xe9\n"
        b"2012-01-01,3," + b"x" * 201 + b"\n"
    )
    plain = "not a number in plain digits such as -3 or 12.5"
    out = "out of range: a temperature is between -100 and 100 °C"
    not_text = "holds a control character, or bytes that are not UTF-8"
    assert found[:-1] == [
        (4, "date '2012-02-30': no such day in the calendar"),
        (5, "tempC 'NaN': no temperature"),
        (6, f"tempC '1e999': {plain}"),
        (7, f"tempC '100.1': {out}"),
        (9, "2 cells; the header has 3"),
        (10, f"summary 'a\\x00b': {not_text}"),
        (11, "4 cells; the header has 3"),
    ]
    number, reason = found[-1]
    assert number == 12
    assert reason.startswith(f"summary '{'x' * 40}'…: Ensure this value has at most 200")


def test_a_quoted_cell_may_hold_line_ends_and_a_row_is_named_by_its_first_line() -> None:
    rows = rows_of(b'date,tempC,summary\n2012-01-01,3,"rain,\nthen sun"\n2012-01-02,x,\n')
    assert isinstance(rows[0], Accepted)
    assert rows[0].forecast.summary == "rain, then sun"
    assert [row.number for row in rows] == [2, 4]


def test_an_unclosed_quotation_mark_refuses_the_rows_that_it_includes() -> None:
    found = refusals(b'date,tempC\n2012-01-01,"3\n2012-01-02,4\n')
    assert found == [(2, "not CSV: a quotation mark is not closed (read to line 3)")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "sample.csv: is empty"),
        (b"\n \n", "sample.csv: is empty"),
        (b"\x00\x01\x02", "sample.csv, line 1: not text: binary"),
        (
            b"\xff\xfed\x00a\x00t\x00e\x00",
            "line 1: no column for temperatureC in the header (date)",
        ),
        (b"\xff\xfed\x00a", "sample.csv, line 1: not text in utf-16"),
        (b"2012-01-01,3\n", "line 1: no column for date in the header (2012-01-01, 3); name it"),
        (SEATTLE, "no column for temperatureC in the header (date, precipitation, temp_max"),
        (b"date,tempC,tempC\n", "line 1, column tempC: 2 columns give temperatureC"),
        (b"date,tempC,temp_c\n", "2 columns give temperatureC: 'tempC', 'temp_c'"),
        (b'date,"tempC\n', "line 1: the header is not CSV"),
        (b"x" * 1_000_001, "line 1: longer than 1,000,000 characters"),
    ],
)
def test_a_file_without_a_usable_header_is_unreadable(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        source_of(content)
    assert message in str(caught.value)


def test_a_mapped_column_must_be_there() -> None:
    with pytest.raises(UnreadableFile, match="line 1, column heat: not in the header"):
        source_of(SEATTLE, columns={"temperatureC": "heat"})


def test_a_map_chooses_between_two_known_columns() -> None:
    (row,) = rows_of(b"date,tempC,temp_c\n2012-01-01,1,2\n", columns={"temperatureC": "temp_c"})
    assert isinstance(row, Accepted)
    assert row.forecast.temperature_c == 2


def test_an_endless_line_stops_the_reading_after_the_rows_before_it() -> None:
    rows = source_of(b"date,tempC\n2012-01-01,3\n" + b"x" * 1_000_001).rows
    assert isinstance(next(rows), Accepted)
    with pytest.raises(UnreadableFile, match="line 3: longer than"):
        next(rows)


def test_rows_are_read_lazily() -> None:
    file = BytesIO(b"date,tempC\n" + b"2012-01-01,3\n" * 500_000)
    source = opened(file, Wishes())
    row = next(source.rows)
    assert file.tell() == source.position(row) < len(file.getvalue()) / 10


@given(st.binary(max_size=300))
def test_any_row_is_read_or_refused_without_an_exception(content: bytes) -> None:
    numbers = [row.number for row in rows_of(b"date,tempC,summary\n" + content)]
    assert numbers == sorted(set(numbers))


@given(st.binary(max_size=300))
def test_any_header_is_read_or_unreadable(content: bytes) -> None:
    with suppress(UnreadableFile):
        rows_of(content)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.dates().map(str), st.text(max_size=12)),
            st.one_of(st.integers(-150, 150).map(str), st.floats().map(str), st.text(max_size=8)),
            st.text(max_size=220),
        ),
        max_size=20,
    )
)
def test_each_row_is_taken_or_refused_exactly_once(cells: list[tuple[str, str, str]]) -> None:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["date", "tempC", "summary"])
    firsts = []
    for row in cells:
        firsts.append(len(re.findall("\r\n|\r|\n", text.getvalue())) + 1)
        writer.writerow(row)
    content = text.getvalue().encode("utf-8", "surrogatepass")
    reading = opened(BytesIO(content), Wishes(unit="C"))
    assert [row.number for row in reading.rows] == firsts
