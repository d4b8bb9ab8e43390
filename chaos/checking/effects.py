"""The effects of followers must match the journal: in this database exactly once, outside at least
once. The run's ledger has a row for each entry, in processing order; the analytics count them; the
endpoints of webhooks logged each request. An endpoint's events come in order, and one that comes
again has the same webhook-id.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chaos.checking.history import History, Record, Trial, Violation

#: A follower is taken over within this, and nothing delays a healthy endpoint longer. Seconds.
TAKE_OVER_SECONDS, NOTICE_SECONDS = 10.0, 5.0
_TAKEN = 200


@dataclass
class _Endpoint:
    """The events that an endpoint has received, and the position of the newest one."""

    name: str
    position: int = 0
    taken: set[str] = field(default_factory=set)


def check(history: History) -> Iterator[Violation]:
    """Yield the violations in the effects of followers."""
    known = {entry["event"]: entry for _, entry in history.of("entry")}
    endpoints: dict[str, _Endpoint] = {}
    journal: list[Record] = []
    for trial in history.trials:
        yield from _deliveries(trial, endpoints, known)
        for record in trial.of("entry", "restored", "effects"):
            match record["kind"]:
                case "entry":
                    journal.append(record)
                case "restored":
                    journal = [e for e in journal if e["position"] <= record["position"]]
                case "effects":
                    yield from _effects(trial, record, journal)
                    for name in record["endpoints"]:
                        endpoint = endpoints.setdefault(name, _Endpoint(name))
                        yield from _undelivered(trial, endpoint, journal)
        yield from _late(trial)


def _effects(trial: Trial, effects: Record, journal: Sequence[Record]) -> Iterator[Violation]:
    events = [entry["event"] for entry in journal]
    for kind, message, count in _differences(effects["ledger"], events):
        yield Violation(kind, trial.number, f"the ledger {message}", count)
    counted = Counter(entry["type"] for entry in journal)
    if effects["counted"] != counted:
        kind = "lost" if sum(effects["counted"].values()) < len(journal) else "repeated"
        message = f"analytics counted {effects['counted']}, the journal has {dict(counted)}"
        yield Violation(kind, trial.number, message)
    for name, lost in effects["lost"].items():
        if lost:
            yield Violation("lost", trial.number, f"{name} lost {lost} entries to pruning", lost)
    for name in effects["paused"]:
        yield Violation("lost", trial.number, f"{name} has stopped")
    if effects["parked"]:
        message = f"{effects['parked']} entries were parked"
        yield Violation("lost", trial.number, message, effects["parked"])


def _differences(ledger: list[str], events: list[str]) -> Iterator[tuple[str, str, int]]:
    if ledger == events:
        return
    rows, entries = Counter(ledger), Counter(events)
    missing, more = entries - rows, rows - entries
    again = Counter({event: number for event, number in more.items() if event in entries})
    if missing:
        yield "lost", f"has no row of {next(iter(missing))}", missing.total()
    if again:
        yield "repeated", f"has {next(iter(again))} again", again.total()
    if strange := more - again:
        yield "phantom", f"has {next(iter(strange))}, which is not in the journal", strange.total()
    if not missing and not more:
        yield "order", "has its rows in another order than the journal", 1


def _deliveries(
    trial: Trial, endpoints: dict[str, _Endpoint], known: dict[str, Record]
) -> Iterator[Violation]:
    # A restored database does not know what it had sent.
    is_restored = any(trial.of("restored"))
    for record in trial.of("delivery"):
        name, event = record["endpoint"], record["event"]
        endpoint = endpoints.setdefault(name, _Endpoint(name))
        entry = known.get(event)
        if entry is None or entry["digest"] != record["digest"]:
            message = f"{name} was sent {event}, which is not in the journal like that"
            yield Violation("phantom", trial.number, message)
        elif record["id"] != event:
            message = f"{name} was sent {event} under the id {record['id']}"
            yield Violation("phantom", trial.number, message)
        elif record["status"] == _TAKEN and event not in endpoint.taken:
            if record["position"] != endpoint.position + 1 and not is_restored:
                message = f"{name} was sent {record['position']} after {endpoint.position}"
                yield Violation("order", trial.number, message)
            endpoint.taken.add(event)
            endpoint.position = record["position"]


def _undelivered(
    trial: Trial, endpoint: _Endpoint, journal: Sequence[Record]
) -> Iterator[Violation]:
    missing = [e["position"] for e in journal if e["event"] not in endpoint.taken]
    endpoint.position = journal[-1]["position"] if journal else 0
    endpoint.taken |= {entry["event"] for entry in journal}  # a loss is reported once
    if missing:
        message = f"{endpoint.name} was not sent {missing[0]} ({len(missing)} in all)"
        yield Violation("lost", trial.number, message, len(missing))


def _late(trial: Trial) -> Iterator[Violation]:
    for record in trial.of("taken_over"):
        if record["seconds"] > TAKE_OVER_SECONDS:
            message = f"a follower was taken over after {record['seconds']:g} s"
            yield Violation("late", trial.number, message)
    for record in trial.of("noticed"):
        if record["seconds"] > NOTICE_SECONDS:
            message = f"followers noticed an event after {record['seconds']:g} s"
            yield Violation("late", trial.number, message)
    if not trial.faults or not all(name.startswith("endpoint.") for name in trial.faults):
        return
    unwell = {record["endpoint"] for record in trial.of("mood")}
    written = {w["correlation"]: w["t"] for w in trial.of("write") if w["outcome"] == "ok"}
    answered = {e["event"]: written.get(e["correlation"]) for e in trial.of("entry")}
    for record in trial.of("delivery"):
        began = answered.get(record["event"])
        late = 0.0 if began is None else record["t"] - began
        if record["endpoint"] not in unwell and late > NOTICE_SECONDS:
            message = f"{record['endpoint']} got {record['position']} {late:.1f} s after its answer"
            yield Violation("late", trial.number, message)
