"""Each kind of follower failure is caught, and a clean log passes."""

import pytest

from chaos.checking.history import Record, Violation, history
from chaos.run import check
from tests.chaos.following import clean_run_with_followers, delivery
from tests.chaos.recorded import Change, first

pytestmark = pytest.mark.once


def found(records: list[Record]) -> list[Violation]:
    return check.violations(history(iter(records)))


def test_a_clean_log_passes() -> None:
    assert found(clean_run_with_followers()) == []


def _no_row(records: list[Record]) -> None:
    first(records, "effects")["ledger"].remove("event2")


def _two_rows(records: list[Record]) -> None:
    first(records, "effects")["ledger"].append("event2")


def _rows_in_another_order(records: list[Record]) -> None:
    first(records, "effects")["ledger"].reverse()


def _row_without_an_event(records: list[Record]) -> None:
    first(records, "effects")["ledger"].append("event9")


def _counted_twice(records: list[Record]) -> None:
    first(records, "effects")["counted"]["updated"] += 1


def _not_counted(records: list[Record]) -> None:
    del first(records, "effects")["counted"]["created"]


def _pruned_unread(records: list[Record]) -> None:
    first(records, "effects")["lost"]["ledger"] = 1


def _stopped(records: list[Record]) -> None:
    first(records, "effects")["paused"].append("ledger")


def _parked(records: list[Record]) -> None:
    first(records, "effects")["parked"] = 1


def _not_delivered(records: list[Record]) -> None:
    records.remove(first(records, "delivery", endpoint="moody", position=3))


def _only_failed(records: list[Record]) -> None:
    first(records, "delivery", endpoint="moody", position=3)["status"] = 500


def _delivered_in_another_order(records: list[Record]) -> None:
    late = first(records, "delivery", endpoint="calm", position=1)
    records.remove(late)
    records.insert(records.index(first(records, "settled")), late)


def _under_another_id(records: list[Record]) -> None:
    first(records, "delivery", endpoint="calm", position=1)["id"] = "another"


def _another_text(records: list[Record]) -> None:
    first(records, "delivery", endpoint="calm", position=1)["digest"] = "forged"


def _nothing_to_deliver(records: list[Record]) -> None:
    records.insert(records.index(first(records, "settled")), {"t": 9.0, **delivery("calm", 4)})


def _taken_over_late(records: list[Record]) -> None:
    records.append({"t": 41.0, "kind": "taken_over", "seconds": 10.5})


def _noticed_late(records: list[Record]) -> None:
    records.append({"t": 41.0, "kind": "noticed", "seconds": 5.5})


def _held_up_by_the_other(records: list[Record]) -> None:
    first(records, "trial")["faults"] = ["endpoint.hanging"]
    first(records, "delivery", endpoint="calm", position=3)["t"] = 30.0


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_no_row, "lost"),
        (_two_rows, "repeated"),
        (_rows_in_another_order, "order"),
        (_row_without_an_event, "phantom"),
        (_counted_twice, "repeated"),
        (_not_counted, "lost"),
        (_pruned_unread, "lost"),
        (_stopped, "lost"),
        (_parked, "lost"),
        (_not_delivered, "lost"),
        (_only_failed, "lost"),
        (_delivered_in_another_order, "order"),
        (_under_another_id, "phantom"),
        (_another_text, "phantom"),
        (_nothing_to_deliver, "phantom"),
        (_taken_over_late, "late"),
        (_noticed_late, "late"),
        (_held_up_by_the_other, "late"),
    ],
)
def test_a_violation_is_named_by_its_kind(change: Change, kind: str) -> None:
    records = clean_run_with_followers()
    change(records)
    assert kind in {violation.kind for violation in found(records)}


def test_an_endpoint_without_any_delivery_is_reported_as_lost() -> None:
    records = [r for r in clean_run_with_followers() if r.get("endpoint") != "calm"]
    assert "lost" in {violation.kind for violation in found(records)}
