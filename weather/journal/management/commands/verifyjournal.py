"""manage.py verifyjournal: is the journal what was written?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from weather.journal.anchors import Anchor, BadAnchor, read_anchor, write_anchor
from weather.journal.links import Damaged
from weather.journal.progress import progress_bar
from weather.journal.verification import Whole, verify

# Not 1, so that a script can tell "it is damaged" from "nobody knows".
NOT_CHECKED = 2


class Command(BaseCommand):
    """Checks every entry of the journal and names the first bad row. See docs/journal.md."""

    help = "Check the journal. Exit: 0 it is whole, 1 a bad row is named, 2 it was not checked."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the anchors and the signatures."""
        parser.add_argument(
            "--anchor", type=Path, metavar="FILE", help="prove that it still contains this anchor"
        )
        parser.add_argument(
            "--export-anchor",
            type=Path,
            metavar="FILE",
            help="if it is whole, write its last position and digest; keep the file elsewhere",
        )
        parser.add_argument(
            "--signatures-from",
            type=int,
            default=1,
            metavar="POSITION",
            help="take no notice of the signatures before it (of a SECRET_KEY no longer known)",
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
