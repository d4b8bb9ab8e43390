"""Arguments of `manage.py import_forecasts`."""

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forecasts.importing.rows.cells import NOT_TEXT
from forecasts.importing.sources.base import Wishes
from weather.actor import acting

from .file_options import add_file_options, wishes_from

CHUNK_SIZE = 1000
LONGEST_ACTOR = 150  # the length limit of an account's name
SHOWN = 20
EXISTING = ("skip", "update", "add")


@dataclass(frozen=True, slots=True)
class Order:
    """The command line, read. chunk_size: rows; show: refused rows to list.

    existing: "" unless it was given. in_terminal: with a bar, and stopped by signals.
    name: what the file is called, if not as at the end of its path.
    """

    paths: tuple[str, ...]
    wishes: Wishes
    actor: str
    chunk_size: int
    start_at: int
    show: int
    dry_run: bool
    existing: str = ""
    strict: bool = False
    rejects: Path | None = None
    in_terminal: bool = True
    name: str = ""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the files and the options to the command's parser."""
    add = parser.add_argument
    add("file", metavar="FILE", nargs="+", help="a table or JSON document; - for standard input")
    add_file_options(parser)
    add("--dry-run", action="store_true", help="check all rows without writing")
    add("--existing", choices=EXISTING, default="", help=_EXISTING_HELP)
    add("--strict", action="store_true", help="import nothing if a row is refused")
    add(
        "--rejects",
        metavar="FILE",
        help="write the refused rows to this file, to be corrected and imported",
    )
    add("--chunk-size", type=_positive, default=CHUNK_SIZE, metavar="ROWS", help=_CHUNK_HELP)
    add(
        "--start-at",
        type=_positive,
        default=1,
        metavar="N",
        help="skip the lines (JSON: days) before number N, to continue an import",
    )
    add("--show", type=_count, metavar="ROWS", help=f"number of refused rows to list ({SHOWN})")
    add(
        "--actor",
        default="",
        metavar="NAME",
        help="name of the importer in the journal (your user name)",
    )


_CHUNK_HELP = f"rows per transaction ({CHUNK_SIZE})"
_EXISTING_HELP = (
    "what to do with a row whose date and place already have a forecast (add; skip if the same "
    "file was imported before)"
)


def order_from(options: dict[str, Any]) -> Order:
    """Read the parsed options. Raises ValueError with a line for the user."""
    actor = options["actor"].strip() or acting().actor
    if len(actor) > LONGEST_ACTOR or NOT_TEXT.search(actor):
        raise ValueError(f"--actor: plain text of at most {LONGEST_ACTOR} characters")
    paths = tuple(options["file"])
    if len(paths) > 1 and (options["start_at"] > 1 or options["rejects"]):
        raise ValueError("--start-at and --rejects are for one FILE")
    return Order(
        paths=paths,
        wishes=wishes_from(options),
        actor=actor,
        chunk_size=options["chunk_size"],
        start_at=options["start_at"],
        show=SHOWN if options["show"] is None else options["show"],
        dry_run=options["dry_run"],
        existing=options["existing"],
        strict=options["strict"],
        rejects=Path(options["rejects"]) if options["rejects"] else None,
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
