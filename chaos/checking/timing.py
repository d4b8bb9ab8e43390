"""Measures delays of events, and the times until a loss is noticed and all readers are consistent.

Seconds.

An event's lateness is counted from the answer to its writer to its arrival at a reader that was
connected all the time between.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from chaos.checking.history import History, Record, Trial, Violation

#: A loss must be noticed within this, without further traffic.
NOTICE_SECONDS = 5.0


@dataclass
class Times:
    """The times of one trial."""

    detect: list[float] = field(default_factory=list)
    recover: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    resyncs: int = 0


def measure(history: History) -> dict[int, Times]:
    """Return the times of each trial by its number."""
    written = {w["correlation"]: w["t"] for _, w in history.of("write") if w["outcome"] == "ok"}
    answered = {
        (e["position"], e["digest"]): written[e["correlation"]]
        for _, e in history.of("entry")
        if e["correlation"] in written
    }
    live: dict[str, float] = {}
    return {trial.number: _of(trial, answered, live) for trial in history.trials}


def check(history: History, times: dict[int, Times]) -> Iterator[Violation]:
    """Yield losses that were noticed too late although readers and database were available."""
    for trial in history.trials:
        late = max(times[trial.number].detect, default=0.0)
        if trial.prompt and late > NOTICE_SECONDS:
            yield Violation("late", trial.number, f"an event came {late:.1f} s after its answer")


def _of(trial: Trial, answered: dict[tuple[int, str], float], live: dict[str, float]) -> Times:
    times = Times(
        detect=[record["seconds"] for record in trial.of("detect")],
        recover=[record["seconds"] for record in trial.of("settled")],
        after=[record["seconds"] for record in trial.of("probe")][-1:],
        resyncs=len(list(trial.of("resync"))),
    )
    latest = 0.0
    for record in trial.of("welcome", "closed", "events"):
        match record["kind"]:
            case "welcome":
                live[record["client"]] = record["t"]
            case "closed":
                live.pop(record["client"], None)
            case "events":
                latest = max(latest, _latest(record, answered, live))
    if not times.detect:
        times.detect.append(round(latest, 3))
    return times


def _latest(
    record: Record, answered: dict[tuple[int, str], float], live: dict[str, float]
) -> float:
    since = live.get(record["client"])
    if since is None:
        return 0.0
    asked = (answered.get((position, digest)) for position, digest in record["got"])
    return max((record["t"] - t for t in asked if t is not None and t >= since), default=0.0)
