"""The log of a clean run of one trial; a test copies it and changes a record."""

from collections.abc import Callable
from copy import deepcopy

from chaos.checking.history import Record

Change = Callable[[list[Record]], object]


def entry(position: int, *, kind: str = "updated", version: int = 1, row: str = "") -> Record:
    return {
        "kind": "entry",
        "position": position,
        "epoch": "e1",
        "type": kind,
        "event": f"event{position}",
        "id": "7",
        "version": version,
        "row": row or f"{version}:row",
        "correlation": f"w.{position}",
        "digest": f"digest{position}",
        "nameless": f"nameless{position}",
        "agrees": True,
    }


def write(number: int, *, outcome: str = "ok", version: int = 0) -> Record:
    return {
        "kind": "write",
        "correlation": f"w.{number}",
        "op": "PATCH",
        "outcome": outcome,
        "status": 200,
        "id": "7",
        "version": version,
    }


def events(client: str, *positions: int) -> Record:
    got = [[position, f"digest{position}"] for position in positions]
    return {"kind": "events", "client": client, "got": got}


def clean_run() -> list[Record]:
    """Return three changes of one forecast, received by two readers, with all views equal."""
    rows = {"7": "3:row"}
    end = {"trial": 1, "epoch": "e1", "position": 3, "rows": rows}
    records: list[Record] = [
        {"kind": "run", "seed": 7},
        *({"kind": "paint", "client": c, "epoch": "e1", "position": 0} for c in ("ws0", "sse1")),
        *({"kind": "welcome", "client": c, "epoch": "e1", "position": 0} for c in ("ws0", "sse1")),
        {"kind": "trial", "trial": 1, "faults": ["broker.down"], "prompt": True},
        *(write(number, version=number) for number in (1, 2, 3)),
        events("ws0", 1, 2),
        events("sse1", 1),
        events("sse1", 2, 3),
        events("ws0", 3),
        {"kind": "settled", "trial": 1, "seconds": 0.5, "behind": []},
        {"kind": "probe", "trial": 1, "seconds": 0.1, "behind": []},
        entry(1, kind="created", version=1),
        entry(2, version=2),
        entry(3, version=3),
        {"kind": "database", **end},
        *({"kind": "view", "client": c, "live": True, **end} for c in ("ws0", "sse1")),
    ]
    return [{"t": float(number), **record} for number, record in enumerate(deepcopy(records))]


def first(records: list[Record], kind: str, **fields: object) -> Record:
    """Return the first record of a kind with these fields."""
    return next(
        record for record in records if record["kind"] == kind and fields.items() <= record.items()
    )
