"""Each kind of violation is caught, and a clean log passes."""

import ast
from pathlib import Path

import pytest

from chaos.checking import table, timing
from chaos.checking.history import Record, Violation, history
from chaos.run import check
from tests.chaos.recorded import Change, clean_run, entry, events, first, write

pytestmark = pytest.mark.once


def found(records: list[Record]) -> list[Violation]:
    return check.violations(history(iter(records)))


def test_a_clean_log_passes() -> None:
    assert found(clean_run()) == []


def _acknowledged_and_not_recorded(records: list[Record]) -> None:
    records.insert(6, {"t": 6.0, **write(99)})


def _failed_and_recorded(records: list[Record]) -> None:
    first(records, "write", correlation="w.2")["outcome"] = "failed"


def _recorded_twice(records: list[Record]) -> None:
    first(records, "entry", position=3)["correlation"] = "w.2"


def _other_version_answered(records: list[Record]) -> None:
    first(records, "write", correlation="w.2")["version"] = 5


def _hole(records: list[Record]) -> None:
    first(records, "entry", position=3)["position"] = 4


def _version_skipped(records: list[Record]) -> None:
    first(records, "entry", position=3)["version"] = 4


def _row_not_in_journal(records: list[Record]) -> None:
    first(records, "database")["rows"]["8"] = "1:ghost"


def _text_and_columns_differ(records: list[Record]) -> None:
    first(records, "entry", position=2)["agrees"] = False


def _not_written_by_a_client(records: list[Record]) -> None:
    records.remove(first(records, "write", correlation="w.2"))


def _never_sent(records: list[Record]) -> None:
    first(records, "events", client="ws0")["got"].pop()


def _sent_again(records: list[Record]) -> None:
    first(records, "events", client="ws0")["got"].append([1, "digest1"])


def _sent_late(records: list[Record]) -> None:
    first(records, "events", client="ws0")["got"].reverse()


def _sent_but_not_in_journal(records: list[Record]) -> None:
    first(records, "events", client="sse1")["got"][0][1] = "forged"


def _ended_behind(records: list[Record]) -> None:
    first(records, "view", client="ws0")["position"] = 2


def _shows_another_row(records: list[Record]) -> None:
    first(records, "view", client="ws0")["rows"] = {"7": "2:row"}


def _silent_connection(records: list[Record]) -> None:
    records.insert(9, {"t": 9.0, "kind": "silent", "client": "ws0", "seconds": 4.0})


def _noticed_late(records: list[Record]) -> None:
    records.insert(9, {"t": 9.0, "kind": "detect", "seconds": 7.5, "behind": []})


def _refused_though_the_database_was_up(records: list[Record]) -> None:
    records.insert(6, {"t": 6.0, **write(99, outcome="failed"), "status": 503})


def _cut_by_a_planned_restart(records: list[Record]) -> None:
    first(records, "trial")["faults"] = ["all.rolling"]
    closed = {"kind": "closed", "client": "ws0", "live": True, "code": 1006, "why": ""}
    records.insert(9, {"t": 9.0, **closed})


def _page_goes_back(records: list[Record]) -> None:
    versions = [["7", 1], ["7", 3], ["7", 2]]
    records.insert(9, {"t": 9.0, "kind": "shown", "client": "page0", "versions": versions})


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_acknowledged_and_not_recorded, "write"),
        (_failed_and_recorded, "write"),
        (_recorded_twice, "write"),
        (_other_version_answered, "write"),
        (_hole, "journal"),
        (_version_skipped, "journal"),
        (_row_not_in_journal, "journal"),
        (_text_and_columns_differ, "journal"),
        (_not_written_by_a_client, "phantom"),
        (_never_sent, "lost"),
        (_sent_again, "repeated"),
        (_sent_late, "order"),
        (_sent_but_not_in_journal, "phantom"),
        (_ended_behind, "lost"),
        (_shows_another_row, "view"),
        (_refused_though_the_database_was_up, "write"),
        (_cut_by_a_planned_restart, "closing"),
        (_page_goes_back, "repeated"),
        (_silent_connection, "silence"),
        (_noticed_late, "late"),
    ],
)
def test_a_violation_is_named_by_its_kind(change: Change, kind: str) -> None:
    records = clean_run()
    change(records)
    assert kind in {violation.kind for violation in found(records)}


def test_a_gap_announced_by_a_resync_is_not_a_loss() -> None:
    records = clean_run()
    got = first(records, "events", client="ws0")
    got["got"].pop()
    resync = {"t": 9.5, "kind": "resync", "client": "ws0", "epoch": "e1", "position": 2}
    records.insert(records.index(got) + 1, resync)
    assert found(records) == []


def test_an_unknown_outcome_may_be_recorded_or_not() -> None:
    records = clean_run()
    first(records, "write", correlation="w.2")["outcome"] = "unknown"
    records.insert(6, {"t": 6.0, **write(99, outcome="unknown")})
    assert found(records) == []


def test_a_restored_history_may_use_positions_again() -> None:
    records = clean_run()
    again = entry(3, version=3, row="3:other") | {"digest": "again", "correlation": "w.4"}
    end = {"trial": 2, "epoch": "e2", "position": 3, "rows": {"7": "3:other"}}
    records += [
        {"t": 50.0, "kind": "trial", "trial": 2, "faults": ["history.restored"], "prompt": False},
        {"t": 51.0, "kind": "restored", "position": 2},
        {"t": 52.0, "kind": "resync", "client": "ws0", "epoch": "e2", "position": 2},
        {"t": 52.0, "kind": "resync", "client": "sse1", "epoch": "e2", "position": 2},
        {"t": 53.0, **write(4)},
        *({"t": 54.0, **events(c, 3), "got": [[3, "again"]]} for c in ("ws0", "sse1")),
        {"t": 55.0, **again, "epoch": "e2"},
        {"t": 56.0, "kind": "database", **end},
        *({"t": 57.0, "kind": "view", "client": c, **end} for c in ("ws0", "sse1")),
    ]
    assert found(records) == []


def test_the_table_has_the_upper_bound_beside_each_zero() -> None:
    told = history(iter(clean_run()))
    head, row, _ = table.table(told, [], timing.measure(told))
    assert dict(zip(head, row, strict=True))["lost"] == "0 (≤1.000)"


def test_the_last_line_names_the_first_counter_example() -> None:
    records = clean_run()
    _never_sent(records)
    told = history(iter(records))
    last = check.report(told, check.violations(told)).splitlines()[-1]
    assert last.startswith("COUNTER-EXAMPLE")
    assert "broker.down" in last
    assert "ws0 was never sent 2" in last


def test_the_checker_imports_nothing_of_the_code_it_checks() -> None:
    folder = Path(check.__file__).parent
    allowed = {"chaos.checking", "chaos.checking.history", "chaos.checking.digests"}
    allowed |= {"chaos.checking.cursors"}
    for path in (folder / "check.py", *(folder / "checking").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                ours = str(node.module).split(".")[0] in {"chaos", *_PROJECT}
                assert not ours or str(node.module) in allowed | {"chaos.checking.timing"}


_PROJECT = {"weather", "forecasts", "realtime", "api_project", "web_project", "tests"}


def _lost_and_written_again() -> list[Record]:
    """Return a second trial: position 3 is lost; 3 and 4 are written again in the same epoch."""
    new = {"digest": "new3", "row": "3:new", "correlation": "w.13"}
    rows = {"7": "4:row"}
    end = {"trial": 2, "epoch": "e1", "position": 4, "rows": rows}
    return [
        {"t": 50.0, "kind": "trial", "trial": 2, "faults": ["history.behind5"], "prompt": False},
        {"t": 51.0, "kind": "restored", "position": 2},
        {"t": 52.0, **write(13, version=3)},
        {"t": 52.0, **write(4, version=4)},
        *({"t": 53.0, **events(client, 4)} for client in ("ws0", "sse1")),
        {"t": 54.0, **entry(3, version=3), **new},
        {"t": 54.0, **entry(4, version=4)},
        {"t": 55.0, "kind": "database", **end},
        *({"t": 55.0, "kind": "view", "client": c, **end} for c in ("ws0", "sse1")),
    ]


def test_a_reader_that_continues_in_another_history_is_found() -> None:
    records = [*clean_run(), *_lost_and_written_again()]

    messages = [violation.message for violation in found(records)]

    assert messages == [
        f"{client} went on into another history at 4, without a resync"
        for client in ("ws0", "sse1")
    ]


def test_a_reader_that_continues_after_a_resync_is_no_violation() -> None:
    told = [
        {"t": 52.5, "kind": "resync", "client": client, "epoch": "e1", "position": 3}
        for client in ("ws0", "sse1")
    ]
    records = _lost_and_written_again()

    assert found([*clean_run(), *records[:4], *told, *records[4:]]) == []
