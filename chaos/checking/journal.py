"""The journal, the forecasts and the writers' outcomes must be consistent."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from chaos.checking.history import History, Record, Violation


def check(history: History) -> Iterator[Violation]:
    """Yield the violations in the dumped journal."""
    yield from _positions_and_rows(history)
    yield from _outcomes(history)


def last_history(history: History) -> dict[int, str]:
    """Return the digests by position that the database must have in the end."""
    digests: dict[int, str] = {}
    for _, record in history.of("entry", "restored"):
        if record["kind"] == "restored":
            digests = {p: d for p, d in digests.items() if p <= record["position"]}
        else:
            digests[record["position"]] = record["digest"]
    return digests


def _positions_and_rows(history: History) -> Iterator[Violation]:
    entries: list[Record] = []
    for trial, record in history.of("entry", "restored", "database"):
        match record["kind"]:
            case "restored":
                entries = [entry for entry in entries if entry["position"] <= record["position"]]
            case "entry":
                for message in _wrong_entry(entries[-1] if entries else None, record):
                    yield Violation("journal", trial.number, message)
                entries.append(record)
            case "database":
                yield from _wrong_rows(trial.number, entries, record)


def _wrong_entry(before: Record | None, entry: Record) -> Iterator[str]:
    expected = before["position"] + 1 if before else 1
    if entry["position"] != expected:
        yield f"position {entry['position']} follows {expected - 1}: not dense"
    if not entry["agrees"]:
        yield f"position {entry['position']}: the text does not say what the columns say"


def _wrong_rows(trial: int, entries: list[Record], database: Record) -> Iterator[Violation]:
    rows: dict[str, str] = {}
    versions: dict[str, int] = {}
    for entry in entries:
        message = _wrong_version(versions.get(entry["id"], 0), entry["id"] in rows, entry)
        versions[entry["id"]] = entry["version"]
        # An old violation is not reported again after every later trial.
        if message and entry.setdefault("told_of", trial) == trial:
            yield Violation("journal", trial, message)
        if entry["type"] == "deleted":
            rows.pop(entry["id"], None)
        else:
            rows[entry["id"]] = entry["row"]
    position = entries[-1]["position"] if entries else 0
    if database["position"] != position:
        message = f"the head is at {database['position']}, the last entry at {position}"
        yield Violation("journal", trial, message)
    if rows != database["rows"]:
        wrong = sorted(set(rows.items()) ^ set(database["rows"].items()))
        yield Violation("journal", trial, f"forecasts and journal differ: {wrong[:4]}")


def _wrong_version(before: int, exists: bool, entry: Record) -> str:
    # A restored forecast continues from its last version.
    expected = before if entry["type"] == "deleted" else before + 1
    if entry["version"] == expected and (entry["type"] != "created") == exists:
        return ""
    return (
        f"position {entry['position']}: {entry['type']} at version {entry['version']} "
        f"follows version {before}"
    )


def _outcomes(history: History) -> Iterator[Violation]:
    entries: dict[str, list[Record]] = defaultdict(list)
    for _, entry in history.of("entry"):
        if entry["digest"] not in {other["digest"] for other in entries[entry["correlation"]]}:
            entries[entry["correlation"]].append(entry)
    written = Counter[str]()
    for trial, write in history.of("write"):
        found = entries.get(write["correlation"], [])
        written[write["correlation"]] += 1
        for message in _wrong_outcome(write, found):
            yield Violation("write", trial.number, message)
    for trial, entry in history.of("entry"):
        if entry["correlation"] not in written:
            message = f"position {entry['position']}: {entry['correlation']!r} wrote nothing"
            yield Violation("phantom", trial.number, message)


def _wrong_outcome(write: Record, found: list[Record]) -> Iterator[str]:
    name = f"{write['op']} {write['correlation']} ({write['outcome']}, {write['status']})"
    if len(found) > 1:
        yield f"{name} is in the journal {len(found)} times"
    elif write["outcome"] == "ok" and not found:
        yield f"{name} was acknowledged and is not in the journal"
    elif write["outcome"] == "failed" and found:
        yield f"{name} failed and is in the journal at {found[0]['position']}"
    elif found and write["outcome"] == "ok" and write["version"] not in (0, found[0]["version"]):
        yield f"{name} answered version {write['version']}, the journal has {found[0]['version']}"
