"""The followers that FOLLOWERS names."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from weather.journal.models import JournalEntry

#: A function of the next entries, in order of position. What it writes to the database is committed
#: together with the follower's position, or not at all.
Follow = Callable[[Sequence[JournalEntry]], None]

F = TypeVar("F", bound=Follow)

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,49}")


class NotNow(Exception):
    """Raised by a follower that cannot work at present, as when its disk is full.

    The same entries are retried until it can; none is parked.
    """


class Worker(Protocol):
    """Work that a follower does in the background, in the process that holds its lease."""

    def run_due(self, is_mine: Callable[[], bool]) -> float:
        """Start the due work while `is_mine()`; return the seconds until the next call."""
        ...

    def stop(self) -> None:
        """End."""
        ...


#: Creates a worker from a function that requests a call of run_due() soon.
MakeWorker = Callable[[Callable[[], None]], Worker]


class Registered(NamedTuple):
    """A follower of the settings."""

    name: str
    follow: Follow

    @property
    def starts_at_head(self) -> bool:
        """Whether a new follower begins with the next event instead of the journal's first."""
        return getattr(self.follow, "starts_at_head", False)

    def worker(self, wake: Callable[[], None]) -> Worker | None:
        """Make the follower's worker, if it has one."""
        make: MakeWorker | None = getattr(self.follow, "worker", None)
        return None if make is None else make(wake)

    def rewind(self, position: int) -> None:
        """Make the follower undo its effects after the position, if it supports that."""
        rewound = getattr(self.follow, "rewound", None)
        if rewound is not None:
            rewound(position)


def from_now_on(follow: F) -> F:
    """Decorate a follower that is to begin at the journal's head when it first runs."""
    follow.starts_at_head = True  # type: ignore[attr-defined]
    return follow


def beside(make: MakeWorker) -> Callable[[F], F]:
    """Decorate a follower that has a worker."""

    def decorate(follow: F) -> F:
        follow.worker = make  # type: ignore[attr-defined]
        return follow

    return decorate


def rewound_by(rewound: Callable[[int], None]) -> Callable[[F], F]:
    """Decorate a follower that undoes its effects after a position when it is rewound to there.

    `rewound` is called with the position, in the transaction that moves the cursor. It may refuse
    by raising services.Refused.
    """

    def decorate(follow: F) -> F:
        follow.rewound = rewound  # type: ignore[attr-defined]
        return follow

    return decorate


def registered() -> dict[str, Registered]:
    """Return the followers by name. Raises ImproperlyConfigured, which names the wrong one."""
    followers = getattr(settings, "FOLLOWERS", {})
    if not isinstance(followers, dict):
        raise ImproperlyConfigured("FOLLOWERS must be a dictionary of names and dotted paths.")
    return {name: _registered(name, path) for name, path in followers.items()}


def _registered(name: str, path: str) -> Registered:
    if not _NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"FOLLOWERS: {name!r} is no name: send a to z, 0 to 9, - and _, at most 50."
        )
    try:
        follow = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"FOLLOWERS: cannot import {path!r}: {error}") from error
    if not callable(follow):
        raise ImproperlyConfigured(f"FOLLOWERS: {path!r} is not a function.")
    return Registered(name, follow)
