"""manage.py followers: lists the followers, and pauses, resumes, rewinds them."""

import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from weather.journal.followers import selectors, services
from weather.journal.followers.selectors import Status

_COLUMNS = ("name", "state", "position", "lag", "lag_seconds", "parked", "lost", "holder")


class Command(BaseCommand):
    """Without an action: one line for each follower. See docs/followers.md."""

    help = "List the followers, or manage one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the action, with the follower's name."""
        parser.add_argument("--json", action="store_true", help="print the list as a JSON document")
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        for action, words in (
            ("pause", "stop it at its position"),
            ("resume", "continue after a pause or failure, without waiting"),
            ("retry", "retry parked entries (all, or POSITION)"),
            ("skip", "park the entry that fails, and continue"),
            ("rewind", "process the entries after POSITION again"),
            ("forget", "delete its cursor; pruning no longer waits for it"),
            ("parked", "list its parked entries"),
        ):
            of_one = actions.add_parser(action, help=words)
            of_one.add_argument("name", metavar="FOLLOWER")
            if action == "rewind":
                of_one.add_argument("position", type=_position, metavar="POSITION")
            if action == "retry":
                of_one.add_argument("position", type=_position, nargs="?", metavar="POSITION")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or act and say what was done. Raises CommandError."""
        action = options["action"]
        if action is None:
            self._list(as_json=options["json"])
            return
        try:
            self.stdout.write(_ACTIONS[action](options["name"], options.get("position")))
        except services.Refused as error:
            raise CommandError(str(error)) from error

    def _list(self, *, as_json: bool) -> None:
        found = selectors.statuses()
        if as_json:
            self.stdout.write(json.dumps([each._asdict() for each in found], indent=2, default=str))
            return
        if not found:
            self.stdout.write("FOLLOWERS names none.")
            return
        rows = [[name.replace("_", " ") for name in _COLUMNS], *map(_row, found)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
        for each in found:
            if each.error:
                self.stdout.write(f"{each.name}: {each.error}")


def _row(status: Status) -> list[str]:
    values = status._asdict() | {"lag_seconds": f"{status.lag_seconds:.1f}"}
    return [str(values[name]) for name in _COLUMNS]


def _position(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        return int(text)
    raise ValueError


def _paused(name: str, _: int | None) -> str:
    services.pause(name)
    return f"{name} is paused."


def _resumed(name: str, _: int | None) -> str:
    services.resume(name)
    return f"{name} goes on."


def _retried(name: str, position: int | None) -> str:
    return f"{name} tries {services.retry(name, position)} parked entries once more."


def _skipped(name: str, _: int | None) -> str:
    return f"{name} goes on without {services.skip(name)}, which is parked."


def _rewound(name: str, position: int | None) -> str:
    assert position is not None
    services.rewind(name, position)
    return f"{name} goes on after {position}."


def _forgotten(name: str, _: int | None) -> str:
    services.forget(name)
    return f"{name} is forgotten."


def _parked(name: str, _: int | None) -> str:
    found = selectors.parked(name)
    if not found:
        return f"{name} has parked nothing."
    return "\n".join(
        f"{each.position}  {each.time:%Y-%m-%dT%H:%M:%SZ}  {each.tries} tries  {each.error}"
        for each in found
    )


_ACTIONS: dict[str, Callable[[str, int | None], str]] = {
    "pause": _paused,
    "resume": _resumed,
    "retry": _retried,
    "skip": _skipped,
    "rewind": _rewound,
    "forget": _forgotten,
    "parked": _parked,
}
