"""After the commit: which receivers are called, in which order, and what a failing one affects."""

import logging
from collections.abc import Generator, Sequence
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from prometheus_client import REGISTRY

from tests.listening import listening
from tests.weather.journal.recording import record, record_and_undo
from weather.journal import wiring
from weather.journal.models import JournalEntry
from weather.journal.signals import event_committed

pytestmark = pytest.mark.django_db(transaction=True)

told: list[tuple[str, list[int]]] = []


def first(entries: Sequence[JournalEntry]) -> None:
    told.append(("first", [entry.position for entry in entries]))


def failing(entries: Sequence[JournalEntry]) -> None:
    raise RuntimeError("the receiver fell over")


def last(entries: Sequence[JournalEntry]) -> None:
    told.append(("last", [entry.position for entry in entries]))


@pytest.fixture(autouse=True)
def _receivers(settings: Any) -> Generator[None]:
    told.clear()
    paths = [f"{__name__}.{name}" for name in ("first", "failing", "last")]
    settings.EVENT_RECEIVERS = paths
    wiring.connect_receivers()
    yield
    for path in paths:
        assert event_committed.disconnect(dispatch_uid=path)


def test_receivers_are_called_once_in_the_setting_s_order_and_a_failure_stops_no_other() -> None:
    record(2)

    assert told == [("first", [1, 2]), ("last", [1, 2])]


def test_a_failing_receiver_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        record(1)

    [line] = [line for line in caplog.records if line.exc_info]
    assert "the receiver fell over" in str(line.exc_info)
    assert f"{__name__}.failing" in line.getMessage()


def test_a_receiver_s_time_and_failures_are_counted() -> None:
    def counted(name: str, receiver: str) -> float:
        labels = {"receiver": f"{__name__}.{receiver}"}
        return REGISTRY.get_sample_value(name, labels) or 0.0

    before = counted("desk_receiver_failures_total", "failing")
    record(1)

    assert counted("desk_receiver_failures_total", "failing") == before + 1
    assert counted("desk_receiver_failures_total", "first") == 0
    assert counted("desk_receiver_seconds_count", "first") > 0


def test_no_receiver_is_called_before_the_commit() -> None:
    with transaction.atomic():
        record(1)
        assert told == []

    assert told == [("first", [1]), ("last", [1])]


def test_no_receiver_is_called_for_a_rolled_back_change() -> None:
    record_and_undo(1)

    assert told == []


def test_connecting_again_changes_nothing() -> None:
    wiring.connect_receivers()

    record(1)

    assert told == [("first", [1]), ("last", [1])]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (["weather.journal.receivers.audti"], r"cannot import 'weather.journal.receivers.audti'"),
        (["nowhere.at_all"], "cannot import 'nowhere.at_all'"),
        (["undotted"], "cannot import 'undotted'"),
        (["weather.journal.receivers.LINES_EACH"], "is not a function"),
        ("weather.journal.receivers.audit", "must be a list of dotted paths"),
    ],
)
def test_an_invalid_receiver_is_named(settings: Any, value: object, says: str) -> None:
    settings.EVENT_RECEIVERS = value

    with pytest.raises(ImproperlyConfigured, match=f"EVENT_RECEIVERS.*{says}"):
        wiring.connect_receivers()


def test_a_slow_receiver_is_named_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "SLOW_SECONDS", -1.0)

    with caplog.at_level(logging.WARNING):
        record(1)

    assert f"{__name__}.first" in caplog.text


def test_the_published_text_is_the_stored_text() -> None:
    with listening() as listener:
        entries = record(3)
        heard = listener.heard()

    assert heard == [("weatherforecast.created", entry.text) for entry in entries]
    assert [text for _, text in heard] == list(
        JournalEntry.objects.order_by("position").values_list("text", flat=True)
    )
