"""manage.py prunejournal: deletes the oldest entries; the rest stays verifiable."""

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from weather.journal.followers.selectors import unread
from weather.journal.integrity import pruning
from weather.journal.integrity.links import Damaged
from weather.journal.management.arguments import add_signatures_from
from weather.journal.management.progress_bar import progress_bar

_MOST_DAYS = 36_500
_KEPT = (
    "Kept from {first} on for follower {name} (manage.py followers), which has not taken them: "
    "run it, forget it, or prune with --unread."
)


class Command(BaseCommand):
    """Deletes a prefix of the journal in small transactions. See docs/journal.md."""

    help = "Delete the oldest journal entries; the last one is always kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the three limits, and the dry run."""
        how_far = parser.add_mutually_exclusive_group(required=True)
        how_far.add_argument(
            "--keep",
            type=_kept,
            metavar="N|DAYSd",
            help="keep the last N entries, or those of 90d (days)",
        )
        how_far.add_argument(
            "--before", type=_count, metavar="POSITION", help="delete entries before POSITION"
        )
        how_far.add_argument(
            "--older-than", type=_days, metavar="DAYS", help="delete entries older than DAYS"
        )
        add_signatures_from(parser)
        parser.add_argument(
            "--unread",
            action="store_true",
            help="also delete entries that followers have not processed yet",
        )
        parser.add_argument("--dry-run", action="store_true", help="report without deleting")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prune, and report it in one line. Raises CommandError, with the remedy."""
        reached = None
        try:
            due = _due(options)
            if kept := _kept_for_followers(due):
                name, first = kept
                if options["unread"]:
                    self.stderr.write(
                        f"Follower {name} will miss what it has not taken from {first} on."
                    )
                else:
                    self.stderr.write(_KEPT.format(name=name, first=first))
                    due = range(due.start, first)
            if options["dry_run"] or not due:
                self.stdout.write(_sentence("Would delete", due))
                return
            with progress_bar("prune") as report:
                for reached in pruning.prune(
                    up_to=due[-1], signatures_from=options["signatures_from"]
                ):
                    report(reached - due.start + 1, len(due))
        except Damaged as damaged:
            raise CommandError(f"{damaged} Nothing from there on was deleted.") from damaged
        except DatabaseError as error:
            done = f"up to {reached}" if reached else "nothing"
            message = f"Deleted {done}, then: {str(error).strip()} (run it again to go on)."
            raise CommandError(message) from error
        self.stdout.write(_sentence("Deleted", due))


def _due(options: dict[str, Any]) -> range:
    """Return the positions to delete."""
    kept = options["keep"]
    if isinstance(kept, int):
        up_to = pruning.all_but(kept)
    elif options["before"] is not None:
        up_to = options["before"] - 1
    else:
        up_to = pruning.older_than(options["older_than"] if kept is None else kept)
    prunable = pruning.prunable()
    return range(prunable.start, min(up_to + 1, prunable.stop))


def _kept_for_followers(due: range) -> tuple[str, int] | None:
    """Return the follower that needs some of the entries, and the first that it needs."""
    found = unread()
    return (found[0], max(found[1], due.start)) if found and due and found[1] <= due[-1] else None


def _sentence(verb: str, due: range) -> str:
    if not due:
        return "There is nothing to delete."
    return f"{verb} {len(due):,} entries, positions {due[0]} to {due[-1]}."


def _count(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) >= 1:
        return int(text)
    raise ArgumentTypeError("send a whole number, 1 or more")


def _kept(text: str) -> int | dt.timedelta:
    if text.endswith("d"):
        return _days(text.removesuffix("d"))
    return _count(text)


def _days(text: str) -> dt.timedelta:
    if text.isascii() and text.isdecimal() and int(text) <= _MOST_DAYS:
        return dt.timedelta(days=int(text))
    raise ArgumentTypeError(f"send a whole number of days, 0 … {_MOST_DAYS}")
