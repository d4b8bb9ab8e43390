"""Each reader must have received the journal: dense, in order, once, or a resync."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from chaos.checking.history import History, Record, Trial, Violation


@dataclass
class _Reader:
    """A reader's cursor according to its log, and the positions that it was not sent."""

    name: str
    position: int = 0
    missing: set[int] = field(default_factory=set)
    is_astray: bool = False  # beyond the end of its history, and without a resync yet

    def start_at(self, position: int) -> None:
        self.position = position
        self.is_astray = False
        self.missing.clear()

    def take(self, position: int) -> str:
        """Return the kind of violation that receiving `position` now is, or ""."""
        if position == self.position + 1:
            self.position = position
            return ""
        if position > self.position:
            self.missing |= set(range(self.position + 1, position))
            self.position = position
            return "gap"
        if position in self.missing:
            self.missing.discard(position)
            return "order"
        return "repeated"


def check(history: History) -> Iterator[Violation]:
    """Yield the violations in the readers' logs."""
    known = {(e["position"], digest) for _, e in history.of("entry") for digest in _forms(e)}
    readers: dict[str, _Reader] = {}
    journal: dict[int, tuple[str, ...]] = {}
    lost: set[tuple[int, str]] = set()
    for trial in history.trials:
        for record in trial.of("paint", "resync", "events", "entry", "restored"):
            if record["kind"] == "entry":
                journal[record["position"]] = _forms(record)
                continue
            if record["kind"] == "restored":
                lost |= _take_back(journal, record["position"], readers)
                continue
            reader = readers.setdefault(record["client"], _Reader(record["client"]))
            if record["kind"] == "events":
                yield from _astray(trial, reader, record, lost)
                yield from _events(trial, reader, record, known)
            else:
                yield from _lost(trial, reader)
                reader.start_at(record["position"])
        for reader in readers.values():
            yield from _lost(trial, reader)
        yield from _views(trial)
        yield from _silences(trial)


def deliveries(history: History) -> int:
    """Return how many events readers were sent."""
    return sum(len(record["got"]) for _, record in history.of("events"))


def _forms(entry: Record) -> tuple[str, ...]:
    """Return the digests of an entry as readers may get it: with names, and without."""
    return (entry["digest"], entry["nameless"])


def _take_back(
    journal: dict[int, tuple[str, ...]], position: int, readers: dict[str, _Reader]
) -> set[tuple[int, str]]:
    """Cut the journal at a position; return the lost entries, and mark readers beyond it."""
    gone = [at for at in journal if at > position]
    lost = {(at, digest) for at in gone for digest in journal.pop(at)}
    for reader in readers.values():
        reader.is_astray = reader.is_astray or reader.position > position
    return lost


def _astray(
    trial: Trial, reader: _Reader, record: Record, lost: set[tuple[int, str]]
) -> Iterator[Violation]:
    news = [position for position, digest in record["got"] if (position, digest) not in lost]
    if reader.is_astray and news:
        reader.is_astray = False  # reported once
        message = f"{reader.name} went on into another history at {news[0]}, without a resync"
        yield Violation("lost", trial.number, message)


def _events(
    trial: Trial, reader: _Reader, record: Record, known: set[tuple[int, str]]
) -> Iterator[Violation]:
    for position, digest in record["got"]:
        if (position, digest) not in known:
            message = f"{reader.name} got an event at {position} that the journal has not"
            yield Violation("phantom", trial.number, message)
            continue
        before = reader.position
        match reader.take(position):
            case "repeated":
                message = f"{reader.name} got {position} again, at {before}"
                yield Violation("repeated", trial.number, message)
            case "order":
                message = f"{reader.name} got {position} late, at {before}"
                yield Violation("order", trial.number, message)


def _lost(trial: Trial, reader: _Reader) -> Iterator[Violation]:
    if reader.missing:
        first, many = min(reader.missing), len(reader.missing)
        message = f"{reader.name} was never sent {first} ({many} in all) and went on"
        yield Violation("lost", trial.number, message, many)
        reader.missing.clear()


def _views(trial: Trial) -> Iterator[Violation]:
    for database in trial.of("database"):
        for view in trial.of("view"):
            yield from _view(trial, view, database)


def _view(trial: Trial, view: Record, database: Record) -> Iterator[Violation]:
    ends = (view["epoch"], view["position"]), (database["epoch"], database["position"])
    if ends[0] != ends[1]:
        lost = max(1, database["position"] - view["position"])
        message = f"{view['client']} ended at {ends[0]}, the database at {ends[1]}"
        yield Violation("lost", trial.number, message, lost)
    elif view["rows"] != database["rows"]:
        wrong = sorted(set(view["rows"].items()) ^ set(database["rows"].items()))
        message = f"{view['client']} shows other forecasts at {ends[0]}: {wrong[:4]}"
        yield Violation("view", trial.number, message)


def _silences(trial: Trial) -> Iterator[Violation]:
    # No fault of such a trial affects the connections between a web process and its readers.
    if trial.prompt:
        for record in trial.of("silent"):
            message = f"{record['client']} heard nothing for {record['seconds']:g} s"
            yield Violation("silence", trial.number, message)
