"""manage.py verifyjournal: verifies the journal, and the rows against it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from weather.journal.audit_export.comparison import Differs, compare
from weather.journal.integrity.anchors import Anchor, BadAnchor, read_anchor, write_anchor
from weather.journal.integrity.links import Damaged
from weather.journal.integrity.rows import Difference, differences, registered, unknown
from weather.journal.integrity.verification import Whole, verify
from weather.journal.management.arguments import add_signatures_from
from weather.journal.management.progress_bar import progress_bar

# Not 1, so that a script can tell "damaged" from "not verified".
NOT_CHECKED = 2


class Command(BaseCommand):
    """Checks every entry of the journal and names the first bad row. See docs/journal.md."""

    help = "Verify the journal. Exit status: 0 intact, 1 errors were found, 2 it could not be read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the anchors and the signatures."""
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FILE",
            help="check that the journal still contains this anchor",
        )
        parser.add_argument(
            "--export-anchor",
            type=Path,
            metavar="FILE",
            help="if intact, write the last position and digest to this file; keep it elsewhere",
        )
        add_signatures_from(parser)

        parser.add_argument(
            "--against",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="verify files of AUDIT_EXPORT, and compare them with the journal",
        )
        parser.add_argument(
            "--rows",
            action="store_true",
            help="list rows that differ from their last entry: changed by SQL, or restored",
        )
        parser.add_argument(
            "--adopt",
            action="store_true",
            help="check the rows, and journal those that differ as changes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say so in one line. Raises CommandError."""
        anchor = _anchor(options["anchor"])
        try:
            with progress_bar("verify") as report:
                whole = verify(
                    anchor=anchor, signatures_from=options["signatures_from"], report=report
                )
        except Damaged as damaged:
            raise CommandError(str(damaged)) from damaged
        except DatabaseError as error:
            raise CommandError(f"Not checked: {error}", returncode=NOT_CHECKED) from error
        self.stdout.write(_sentence(whole, anchor))
        if options["export_anchor"]:
            self._export(options["export_anchor"], whole.anchor)
        for path in options["against"]:
            self._compare(path)
        if options["rows"] or options["adopt"]:
            self._check_rows(adopt=options["adopt"])

    def _compare(self, path: Path) -> None:
        try:
            lines, there = compare(path)
        except Differs as differs:
            raise CommandError(str(differs)) from differs
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}", returncode=NOT_CHECKED) from error
        rest = f" ({lines - there:,} of them pruned there)" if there < lines else ""
        self.stdout.write(f"{path}: {lines:,} lines are whole, and what the journal has{rest}.")

    def _check_rows(self, *, adopt: bool) -> None:
        """Report, or with --adopt announce, rows that differ. Raises CommandError if any stay."""
        try:
            left = sum(self._differs(each, adopt=adopt) for each in _found())
            for rows in registered():
                if count := unknown(rows):
                    words = "rows cannot be checked, since all their entries are pruned"
                    self.stdout.write(f"{rows.kind}: {count:,} {words}.")
        except DatabaseError as error:
            raise CommandError(f"Not checked: {error}", returncode=NOT_CHECKED) from error
        if left:
            hint = "" if adopt else " (--adopt announces them as they are)"
            raise CommandError(f"{left:,} rows are not what the journal says{hint}.")
        self.stdout.write("The rows are what the journal says.")

    def _differs(self, difference: Difference, *, adopt: bool) -> bool:
        """Name a row that differs; return whether it still does."""
        self.stdout.write(str(difference))
        if not adopt:
            return True
        try:
            difference.rows.adopt(difference.key)
        except ValidationError as error:
            self.stdout.write(f"  not adopted: {'; '.join(error.messages)}")
            return True
        self.stdout.write("  adopted")
        return False

    def _export(self, path: Path, anchor: Anchor) -> None:
        try:
            write_anchor(path, anchor)
        except OSError as error:
            message = f"The anchor was not written: {error}"
            raise CommandError(message, returncode=NOT_CHECKED) from error


def _anchor(path: Path | None) -> Anchor | None:
    try:
        return None if path is None else read_anchor(path)
    except (OSError, BadAnchor) as error:
        raise CommandError(f"{path}: {error}", returncode=NOT_CHECKED) from error


def _sentence(whole: Whole, anchor: Anchor | None) -> str:
    entries = f"{whole.position - whole.pruned:,} entries after position {whole.pruned}"
    proof = f", with the anchor at {anchor.position}" if anchor else ""
    return (
        f"The journal is whole: {entries}{proof}; epoch {whole.epoch}, position {whole.position}, "
        f"digest {whole.digest}."
    )


def _found() -> Iterator[Difference]:
    """Yield the differences of everything that is registered."""
    for rows in registered():
        yield from differences(rows)
