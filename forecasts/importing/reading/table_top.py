"""Finds the header of a table among the first lines, its delimiter and its source."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forecasts.importing.rows.columns import BadColumns, parts_of
from forecasts.importing.sources.base import Table, Wishes
from forecasts.importing.sources.registry import tables
from forecasts.rules.formulas import REASON, without_guard

MOST_LINES = 200  # before the header
MOST_TRIED = 100_000  # cells among which a header is looked for
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Top:
    """Where the header is. at: its index in the lines; source: None if it is not recognised.

    has_header: False for a table that begins with its data.
    """

    at: int
    delimiter: str
    names: list[str]
    source: Table | None
    has_header: bool = True


def find_top(lines: Sequence[str], wishes: Wishes) -> Top | None:
    """Return the top of a text table; None if there is no line. Raises csv.Error."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    for source in tables():
        if source.pattern and source.pattern.match(lines[first]):
            delimiter = "," if "," in source.pattern.pattern else ""
            return Top(first, delimiter, list(source.names), source, has_header=False)
    usual, delimiter = _said(lines[first], wishes)
    tried = 0
    for at in range(first + usual, len(lines)):
        for sign, names in _splits(lines[at], delimiter):
            if tried < MOST_TRIED and (found := recognised(names, wishes.columns)) is not None:
                return Top(at, sign, names, found)
            tried += len(names)
        if tried >= MOST_TRIED:
            break
    return _unrecognised(lines, first + usual, delimiter)


def recognised(names: Sequence[str], columns: Mapping[str, str]) -> Table | None:
    """Return the source of a header; with a --map of date and temperature, any header has one."""
    for source in tables():
        try:
            if source.recognises(names):
                return source
        except BadColumns:
            return source  # raised again later, where it can be reported
    mapped = [columns[field] for field in ("date", "temperatureC") if field in columns]
    parts = [part for column in mapped for part in parts_of(column, names)]
    if len(names) > 1 and parts and set(parts) <= set(names):
        return tables()[-1]
    return None


def _said(line: str, wishes: Wishes) -> tuple[bool, str]:
    """Return whether the first line is `sep=;`, and the delimiter if one is named."""
    text = line.strip().lstrip("\ufeff")
    if text.lower().startswith("sep=") and len(text) <= 5:
        return True, wishes.delimiter or text[4:] or "\t"
    return False, wishes.delimiter


def _splits(line: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    if not line.strip():
        return
    text = line.lstrip("#").lstrip() if line.startswith("#") else line
    signs = [delimiter] if delimiter else sorted(DELIMITERS, key=text.count, reverse=True)
    for sign in signs:
        names = _split(text, sign)
        if names and (len(names) > 1 or delimiter):
            yield sign, names


def _split(line: str, delimiter: str) -> list[str] | None:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
    return header_names(cells)


def header_names(cells: Sequence[str]) -> list[str]:
    """Return the names in a header; those of a file of refused rows as in the first file."""
    names = [cell.strip() for cell in cells]
    return [without_guard(name) for name in names] if REASON in names else names


def _unrecognised(lines: Sequence[str], first: int, delimiter: str) -> Top:
    # The first line that is followed by one with the same number of cells; else the first.
    for at in range(first, len(lines) - 1):
        for sign, names in _splits(lines[at], delimiter):
            if len(_split(lines[at + 1], sign) or []) == len(names):
                return Top(at, sign, names, None)
    at = next((n for n in range(first, len(lines)) if lines[n].strip()), first)
    sign = delimiter or max(DELIMITERS, key=lines[at].count)
    names = next(csv.reader([lines[at]], delimiter=sign, strict=True))
    return Top(at, sign, [name.strip() for name in names], None)
