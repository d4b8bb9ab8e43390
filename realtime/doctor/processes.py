"""Asks the desk's processes over the broker: which run, their versions and clocks."""

import time
from typing import Any

from realtime.processes.questions import Unanswered, ask
from weather.health.results import Result, State

#: The processes of a complete desk, with the commands that start them.
WANTED = {
    "api": "manage.py runapi",
    "web": "manage.py runweb",
    "subscriber": "manage.py runsubscriber",
    "followers": "manage.py runfollowers",
}
# The tolerated difference between two processes' clocks: traces and ages are wrong by as much.
# Seconds.
SKEW_SECONDS = 2.0


def processes() -> Result:
    """Ask all processes for their identity."""
    began = time.time()
    try:
        found = ask("status")
    except Unanswered as error:
        return Result("processes", State.DEGRADED, f"not checked: {error}")
    return of_answers(found, began=began, ended=time.time())


def of_answers(found: list[dict[str, Any]], *, began: float, ended: float) -> Result:
    """Judge the answers to a question that was asked between two times."""
    names = [each["name"] for each in found]
    missing = [f"no {name}: start {how}" for name, how in WANTED.items() if name not in names]
    versions = {each["version"] for each in found}
    mixed = [f"several versions: {', '.join(sorted(versions))}"] if len(versions) > 1 else []
    skewed = [
        f"the clock of {each['host']} differs by {skew:+.1f} s: synchronise it by NTP"
        for each in found
        if abs(skew := _skew(each["now"], began, ended)) > SKEW_SECONDS
    ]
    bad = [*missing, *mixed, *dict.fromkeys(skewed)]
    state = State.DEGRADED if bad else State.OK
    counts = ", ".join(f"{names.count(name)} {name}" for name in sorted(set(names)))
    return Result("processes", state, "; ".join(bad) or counts)


def _skew(now: float, began: float, ended: float) -> float:
    """Return how far a clock is outside the interval in which it was read. Seconds."""
    return min(0.0, now - began) + max(0.0, now - ended)
