"""Results of checks, and the overall state."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_noop

#: What templates show, in the reader's language.
WORDS = (gettext_noop("ok"), gettext_noop("degraded"), gettext_noop("down"))


class State(StrEnum):
    """The states of a part, from good to bad. DEGRADED: changes come later, and nothing is lost."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Result(NamedTuple):
    """One part of the process or of what it needs. detail: for people, without secrets.

    detail: a text of worded(), or English.
    """

    name: str
    state: State
    detail: str


Check = Callable[[], Result]


def worst(results: Iterable[Result]) -> State:
    """Return the worst state of all; OK where there is none."""
    order = list(State)
    return max((result.state for result in results), key=order.index, default=State.OK)
