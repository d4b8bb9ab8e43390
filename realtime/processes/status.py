"""The state of the whole desk, for the status page and `manage.py status`."""

from typing import Any

from weather.health.readiness import readiness
from weather.journal.followers.selectors import statuses
from weather.journal.selectors import head

from .questions import Unanswered, ask


def status() -> dict[str, Any]:
    """Return the head, the parts' health, the processes, the followers, and the last errors."""
    last = head()
    try:
        processes = ask("status")
        away = ""
    except Unanswered as error:
        processes, away = [], error.shown
    for each in processes:
        if "position" in each:
            each["lag"] = max(0, last.position - each["position"])
    errors = [
        {"process": f"{each['name']}[{each['pid']}]", **error}
        for each in processes
        for error in each["errors"]
    ]
    found = readiness()
    return {
        "head": last,
        "state": found.state,
        "parts": found.results,
        "processes": processes,
        "away": away,
        "followers": statuses(),
        "errors": sorted(errors, key=lambda error: error["time"], reverse=True)[:10],
    }
