"""Arguments of `manage.py import_forecasts`."""

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forecasts.importing.rows.cells import NOT_TEXT
from forecasts.importing.rows.columns import parse_map
from forecasts.importing.sources.base import Wishes
from weather.actor import acting

CHUNK_SIZE = 500
LONGEST_ACTOR = 150  # as long as an account's name may be


@dataclass(frozen=True, slots=True)
class Order:
    """The command line, read. chunk_size: rows; show: refused rows to list."""

    path: Path
    wishes: Wishes
    actor: str
    chunk_size: int
    start_at: int
    show: int
    dry_run: bool


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file and the options to the command's parser."""
    add = parser.add_argument
    add("file", metavar="FILE", help="CSV with a header, or the JSON that Open-Meteo answers")
    add(
        "--map",
        nargs="+",
        action="extend",
        default=[],
        metavar="COLUMN=FIELD",
        help="which column is date, temperatureC, summary or location (give FILE first)",
    )
    add(
        "--location",
        action="append",
        default=[],
        metavar="NAME",
        help="location of rows without one; with Open-Meteo's list, once for each place in order",
    )
    add("--dry-run", action="store_true", help="check every row and write nothing")
    add("--chunk-size", type=_positive, default=CHUNK_SIZE, metavar="ROWS", help=_CHUNK_HELP)
    add(
        "--start-at",
        type=_positive,
        default=1,
        metavar="N",
        help="leave out the lines (JSON: the days) before number N, to go on after a stop",
    )
    add("--show", type=_count, default=20, metavar="ROWS", help="refused rows to list (20)")
    add("--actor", default="", metavar="NAME", help="who imports, for the journal (your user name)")


_CHUNK_HELP = f"rows in one transaction, written whole or not at all ({CHUNK_SIZE})"


def order_from(options: dict[str, Any]) -> Order:
    """Read the parsed options. Raises ValueError with a line for the user."""
    actor = options["actor"].strip() or acting().actor
    if len(actor) > LONGEST_ACTOR or NOT_TEXT.search(actor):
        raise ValueError(f"--actor: plain text of at most {LONGEST_ACTOR} characters")
    return Order(
        path=Path(options["file"]),
        wishes=Wishes(parse_map(options["map"]), tuple(options["location"])),
        actor=actor,
        chunk_size=options["chunk_size"],
        start_at=options["start_at"],
        show=options["show"],
        dry_run=options["dry_run"],
    )


def _positive(text: str) -> int:
    number = _count(text)
    if number < 1:
        raise ArgumentTypeError("a whole number from 1")
    return number


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise ArgumentTypeError(f"{text[:20]!r} is not a whole number")
    return int(text)
