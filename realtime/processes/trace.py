"""Traces an event: each of its steps with time and process, and what it waits for."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from realtime.notes import KEPT
from weather.journal.followers.selectors import Status, statuses
from weather.journal.models import JournalEntry
from weather.journal.selectors import head

from .questions import Unanswered, ask

#: How many events of one request are traced.
MOST_TRACED = 20


class Step(NamedTuple):
    """One step. milliseconds: after the event's time; None if the time is unknown."""

    step: str
    milliseconds: float | None
    process: str
    detail: str = ""


class Trace(NamedTuple):
    """An event and its steps in order of time. waits: the missing steps; "" if none."""

    position: int
    type: str
    subject: str
    actor: str
    correlation_id: str
    time: datetime
    steps: list[Step]
    waits: str


class NotFound(LookupError):
    """The event does not exist, or is too old."""


def trace(given: str) -> list[Trace]:
    """Trace a position, or all events of a correlation id. Raises NotFound."""
    last = head().position
    if given.isascii() and given.isdecimal() and len(given) <= 18:
        entries = list(JournalEntry.objects.filter(position=int(given)))
    elif "\0" in given:  # no row contains NUL, and PostgreSQL rejects it in a query
        entries = []
    else:
        recent = JournalEntry.objects.filter(position__gt=last - KEPT, correlation_id=given)
        entries = list(recent.order_by("position")[:MOST_TRACED])
    if not entries:
        raise NotFound(
            f"There is no event {given!r}: send a position of 1 to {last}, or the correlation id "
            f"of one of the last {KEPT:,} events."
        )
    try:
        answers = ask(f"trace {entries[0].position} {entries[-1].position}")
        away = ""
    except Unanswered as error:
        answers, away = [], f"the broker is away ({error}): nothing is known of the other processes"
    followers = statuses()
    return [_traced(entry, answers, away, followers) for entry in entries]


def _traced(
    entry: JournalEntry, answers: list[dict[str, Any]], away: str, followers: list[Status]
) -> Trace:
    steps = [Step("committed", 0.0, entry.source)]
    for answer in answers:
        steps += [
            _step(note, process_of(answer), entry.time)
            for note in answer["notes"]
            if note["first"] <= entry.position <= note["last"]
        ]
    steps.sort(key=lambda step: step.milliseconds or 0.0)
    behind = []
    for follower in followers:
        if follower.position >= entry.position:
            steps.append(Step("taken", None, f"follower {follower.name}"))
        else:
            behind.append(f"follower {follower.name} is {follower.state} at {follower.position}")
    waits = "; ".join(filter(None, [away or _waits(steps, answers), *behind]))
    return Trace(
        entry.position,
        entry.type,
        entry.subject,
        entry.actor,
        entry.correlation_id,
        entry.time,
        steps,
        waits,
    )


def process_of(answer: dict[str, Any]) -> str:
    """Return the name of a process that has answered."""
    return f"{answer['host']} {answer['name']}[{answer['pid']}]"


def _step(note: dict[str, Any], process: str, began: datetime) -> Step:
    at = datetime.fromtimestamp(note["at"], UTC)
    milliseconds = (at - began).total_seconds() * 1000
    return Step(note["step"], round(milliseconds, 1), process, note["detail"])


def _waits(steps: list[Step], answers: list[dict[str, Any]]) -> str:
    """Describe the processes that answered but have not seen the event."""
    taken = {step.step for step in steps}
    released = {step.process for step in steps if step.step == "released"}
    webs = [process_of(each) for each in answers if each["name"] == "web"]
    late = [web for web in webs if web not in released]
    if not late:
        return "" if webs else "no web process answers"
    missing = "" if taken & {"heard", "dropped"} else " (no subscriber has heard it)"
    return f"not seen at {', '.join(late)}{missing}: it is older than that process, or on its way"
