"""Forecasts from CSV (RFC 4180) with a header, UTF-8, separated by comma, semicolon or tab."""

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from forecasts.importing.rows.cells import NOT_TEXT, date_from, temperature_from, text_from
from forecasts.importing.rows.columns import FIELDS, BadColumns, find_columns, listed
from forecasts.importing.rows.row import Cell, Refused, Row, row_from

from .base import Source, Wishes
from .errors import UnreadableFile
from .text_lines import TextLines

_READ: Mapping[str, Callable[[str], object]] = {
    "date": date_from,
    "temperatureC": temperature_from,
    "summary": text_from,
    "location": text_from,
}


def open_csv(file: BinaryIO, name: str, wishes: Wishes, size: int | None) -> Source:
    """Read the header of a CSV file of `size` bytes; its rows are read one by one, later.

    A single name in `wishes.locations` is the location of the rows that have none.
    Raises UnreadableFile when the header doesn't give a date and a temperature.
    """
    if len(wishes.locations) > 1:
        raise UnreadableFile(name, "a CSV file takes one --location, for rows without their own")
    lines = TextLines(file, name)
    text = iter(lines)
    header, delimiter = _read_header(text, lines, name)
    try:
        places = find_columns(header, wishes.columns)
    except BadColumns as why:
        raise UnreadableFile(name, str(why), line=lines.number, column=why.column) from why
    return Source(
        rows=_rows(text, lines, header, places, delimiter, "".join(wishes.locations)),
        unit="line",
        total=size,
        position=lambda _row: lines.bytes_read,
        note=_note(header, places),
    )


def _read_header(text: Iterator[str], lines: TextLines, name: str) -> tuple[list[str], str]:
    first = next((line for line in text if line.strip()), "")
    if not first:
        raise UnreadableFile(name, "is empty")
    if NOT_TEXT.search(first):
        reason = "not text in UTF-8, but binary or in another encoding"
        raise UnreadableFile(name, reason, line=lines.number)
    delimiter = max(",;\t", key=first.count)
    try:
        return next(csv.reader([first], delimiter=delimiter, strict=True)), delimiter
    except csv.Error as why:
        raise UnreadableFile(name, f"the header is not CSV: {why}", line=lines.number) from why


def _rows(
    text: Iterator[str],
    lines: TextLines,
    header: list[str],
    places: Mapping[str, int],
    delimiter: str,
    location: str,
) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        number = lines.number + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            yield Refused(number, "", "", _not_csv(number, lines.number, why))
            continue
        if not values:
            continue  # a blank line is no row
        if len(values) != len(header):
            cells = "cell" if len(values) == 1 else "cells"
            yield Refused(number, "", "", f"{len(values)} {cells}; the header has {len(header)}")
            continue
        yield row_from(number, _cells(values, header, places, location))


def _cells(
    values: list[str], header: list[str], places: Mapping[str, int], location: str
) -> list[Cell]:
    has_location = "location" in places and values[places["location"]].strip() != ""
    cells = [
        Cell(FIELDS[field], header[place], values[place], _READ[field])
        for field, place in places.items()
        if field != "location" or has_location
    ]
    if location and not has_location:
        cells.append(Cell("location", "--location", location, text_from))
    return cells


def _not_csv(first: int, last: int, why: csv.Error) -> str:
    # The csv module's word for a quotation mark that nothing closes.
    unclosed = "a quotation mark is not closed"
    reason = str(why).replace("unexpected end of data", unclosed)
    return f"not CSV: {reason}" + (f" (read to line {last})" if last > first else "")


def _note(header: list[str], places: Mapping[str, int]) -> str:
    unused = [name for place, name in enumerate(header) if place not in places.values()]
    return f"Columns not used: {listed(unused)}." if unused else ""
