"""Traces an event: each of its steps with time and process, and what it waits for."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from realtime.notes import DETAILS, KEPT
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
        text = _(
            "There is no event %(given)s: send a position of 1 to %(last)s, or the correlation id "
            "of one of the last %(count)s events."
        )
        count = number_format(KEPT, force_grouping=True)
        raise NotFound(text % {"given": repr(given), "last": last, "count": count})
    try:
        answers = ask(f"trace {entries[0].position} {entries[-1].position}")
        away = ""
    except Unanswered as error:
        text = _("the broker is away (%(reason)s): nothing is known of the other processes")
        answers, away = [], text % {"reason": error.shown}
    followers = statuses()
    return [_traced(entry, answers, away, followers) for entry in entries]


def _traced(
    entry: JournalEntry, answers: list[dict[str, Any]], away: str, followers: list[Status]
) -> Trace:
    steps = [Step(gettext_noop("committed"), 0.0, entry.source)]
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
            name = _("follower %(name)s") % {"name": follower.name}
            steps.append(Step(gettext_noop("taken"), None, name))
        else:
            behind.append(_behind(follower))
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


def _behind(follower: Status) -> str:
    text = _("follower %(name)s is %(state)s at %(position)s")
    shown = {"name": follower.name, "position": follower.position, "state": _(follower.state)}
    return text % shown


def process_of(answer: dict[str, Any]) -> str:
    """Return the name of a process that has answered."""
    return f"{answer['host']} {answer['name']}[{answer['pid']}]"


def _step(note: dict[str, Any], process: str, began: datetime) -> Step:
    at = datetime.fromtimestamp(note["at"], UTC)
    milliseconds = (at - began).total_seconds() * 1000
    return Step(note["step"], round(milliseconds, 1), process, _detail(note["detail"]))


def _detail(noted: str) -> str:
    """Return what a process has noted, in English as processes speak, in the active language."""
    text, _colon, rest = noted.partition(": ")
    if text not in DETAILS:
        return noted
    return _("%(part)s: %(reason)s") % {"part": _(text), "reason": rest} if rest else _(text)


def _waits(steps: list[Step], answers: list[dict[str, Any]]) -> str:
    """Describe the processes that answered but have not seen the event."""
    taken = {step.step for step in steps}
    released = {step.process for step in steps if step.step == "released"}
    webs = [process_of(each) for each in answers if each["name"] == "web"]
    late = [web for web in webs if web not in released]
    if not late:
        return "" if webs else _("no web process answers")
    text = _("not seen at %(names)s: it is older than that process, or on its way")
    if not taken & {"heard", "dropped"}:
        text = _(
            "not seen at %(names)s (no subscriber has heard it): it is older than that process, "
            "or on its way"
        )
    return text % {"names": ", ".join(late)}
