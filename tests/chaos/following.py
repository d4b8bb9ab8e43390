"""The further records of a run with followers: a ledger, counts, and two webhook endpoints."""

from chaos.checking.history import Record
from tests.chaos.recorded import clean_run


def delivery(endpoint: str, position: int, *, status: int = 200) -> Record:
    return {
        "kind": "delivery",
        "endpoint": endpoint,
        "id": f"event{position}",
        "event": f"event{position}",
        "position": position,
        "digest": f"digest{position}",
        "status": status,
    }


def clean_run_with_followers() -> list[Record]:
    """Return the clean run with followers, in which one endpoint fails for a while."""
    records = clean_run()
    effects = {
        "kind": "effects",
        "trial": 1,
        "ledger": ["event1", "event2", "event3"],
        "counted": {"created": 1, "updated": 2},
        "lost": {"ledger": 0},
        "paused": [],
        "parked": 0,
        "endpoints": ["calm", "moody"],
    }
    more: list[Record] = [
        {"kind": "mood", "endpoint": "moody", "mood": "failing"},
        delivery("calm", 1),
        delivery("moody", 1, status=500),
        delivery("calm", 2),
        delivery("calm", 3),
        {"kind": "mood", "endpoint": "moody", "mood": "well"},
        delivery("moody", 1),
        delivery("moody", 1),
        delivery("moody", 2),
        delivery("moody", 3),
    ]
    before_entries = next(n for n, each in enumerate(records) if each["kind"] == "settled")
    records[before_entries:before_entries] = [{"t": 9.0, **each} for each in more]
    return [*records, {"t": 40.0, **effects}]
