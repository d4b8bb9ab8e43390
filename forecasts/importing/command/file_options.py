"""The options for information that a file lacks."""

import codecs
import re
from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal
from typing import Any

from forecasts.importing.rows.columns import FIELDS, parse_map
from forecasts.importing.rows.date_words import pattern_from
from forecasts.importing.rows.hours import DAY_OF
from forecasts.importing.rows.numbers import number_from
from forecasts.importing.rows.units import UNITS
from forecasts.importing.sources.base import Wishes

_TAB = ("tab", "\\t")


def add_file_options(parser: ArgumentParser) -> None:
    """Add the options to the command's parser."""
    # Or "--missing -99,-999" would be an option called -99,-999.
    parser._negative_number_matcher = re.compile(r"-[0-9.][0-9.,-]*")
    add = parser.add_argument
    add(
        "--map",
        nargs="+",
        action="extend",
        default=[],
        metavar="COLUMN=FIELD",
        help=f"the column of a field ({', '.join(FIELDS)}); for a date in several columns "
        "Year+Month+Day=date (give FILE first)",
    )
    add(
        "--location",
        action="append",
        default=[],
        metavar="NAME",
        help="location of rows without one; repeat it for a file with several places, in order",
    )
    add("--unit", choices=list(UNITS), default="", help="unit of the temperatures")
    add("--missing", metavar="-99,…", help="numbers that mean “missing”, or none")
    add("--date-format", default="", metavar="DD/MM/YYYY", help="format of dates")
    add("--decimal", choices=[".", ","], default="", help="decimal separator")
    add("--delimiter", type=_delimiter, help="column separator; tab for a tab")
    add(
        "--encoding",
        type=_encoding,
        help="character encoding, such as cp1252, iso-8859-2, shift_jis",
    )
    add(
        "--skip-lines",
        type=_count,
        default=0,
        metavar="N",
        help="number of lines to skip at the start",
    )
    add(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="import only rows with this value; may be repeated for another column",
    )
    add(
        "--day-of",
        choices=list(DAY_OF),
        default="max",
        help="which value of a day's hours to take (max)",
    )


def wishes_from(options: dict[str, Any]) -> Wishes:
    """Read the parsed options. Raises ValueError with a line for the user."""
    where = [where_from(text) for text in options["where"]]
    columns = [column for column, _ in where]
    for column in columns:
        if columns.count(column) > 1:
            raise ValueError(f"--where: {column} stands twice, and a cell has one value")
    return Wishes(
        columns=parse_map(options["map"]),
        locations=tuple(options["location"]),
        unit=options["unit"],
        missing=missing_from(options["missing"]),
        date_pattern=pattern_from(options["date_format"]) if options["date_format"] else "",
        decimal=options["decimal"],
        delimiter=options["delimiter"] or "",
        encoding=options["encoding"] or "",
        skip_lines=options["skip_lines"],
        where=tuple(where),
        day_of=options["day_of"],
    )


def where_from(text: str) -> tuple[str, str]:
    """Read "element=TMAX" into a column and its value. Raises ValueError for users."""
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise ValueError(f"--where: {text!r} is not COLUMN=VALUE, such as element=TMAX")
    return column.strip(), value.strip()


def missing_from(text: str | None) -> frozenset[Decimal] | None:
    """Read "-99,-1", or "none", into the codes. Raises ValueError for users."""
    if text is None:
        return None
    if text.strip().casefold() == "none":
        return frozenset()
    try:
        return frozenset(number_from(part, ".") for part in text.split(","))
    except ValueError:
        raise ValueError(f"--missing: {text!r} is not numbers such as -99,-999, or none") from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ArgumentTypeError(f"{text[:20]!r} is not a number of lines")
    return int(text)


def _delimiter(text: str) -> str:
    if text.casefold() in _TAB:
        return "\t"
    if len(text) != 1 or text in '"\r\n' or text.isalnum():
        raise ArgumentTypeError("one character, such as ; or tab")
    return text


def _encoding(text: str) -> str:
    try:
        "".encode(text)  # other codecs, such as hex, are of bytes
        return codecs.lookup(text).name
    except (LookupError, UnicodeError):
        raise ArgumentTypeError(f"{text!r} is not a text encoding that Python knows") from None
