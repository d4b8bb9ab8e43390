"""The journal: one function records, positions are dense, entries are never changed."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from tests.weather.journal.recording import BY, data_of, event, record, record_and_undo
from weather.journal import selectors
from weather.journal.events import Provenance
from weather.journal.models import AppendOnlyError, JournalEntry
from weather.journal.services import emit
from weather.journal.signals import event_recorded
from weather.journal.signature import unsigned


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction of its change"):
        emit(event(), by=BY)

    assert selectors.head().position == 0
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_positions_are_dense_and_start_at_one() -> None:
    record(1)
    record(3)
    record(0)
    record(1)

    assert [entry.position for entry in JournalEntry.objects.all()] == [1, 2, 3, 4, 5]
    assert selectors.head().position == 5


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_gap() -> None:
    record(1)
    record_and_undo(5)
    [entry] = record(1)

    assert entry.position == 2
    assert selectors.head().position == 2


@pytest.mark.django_db
def test_the_text_is_a_cloudevent_with_its_position_in_the_journal() -> None:
    head = selectors.head()

    entry = emit(event(7, changed={"summary": ("", "Grün 🌧")}), by=BY)

    envelope = json.loads(entry.text)
    assert dt.datetime.fromisoformat(envelope.pop("time")) == entry.time
    assert envelope.pop("id") == str(entry.event_id)
    assert envelope.pop("signature")
    assert envelope == {
        "specversion": "1.0",
        "source": "/weather/api",
        "type": "weatherforecast.updated",
        "subject": "weatherforecast/7",
        "datacontenttype": "application/json",
        "sequence": str(entry.position),
        "epoch": head.epoch,
        "previous": "0" * 16,
        "correlationid": "c-1",
        "actor": "Åda",
        "connection": "page-1",
        "changed": {"summary": ["", "Grün 🌧"]},
        "data": data_of(7),
    }


@pytest.mark.django_db
def test_the_text_is_json_whatever_its_parts_are() -> None:
    odd = 'a "quoted" \\ name\n\twith 🌧'
    by = Provenance(source="/weather/api", actor=odd, correlation_id=odd, connection=odd)

    text = unsigned(emit(event(7, changed={"text": ("", odd)}), by=by).text)

    envelope = json.loads(text)
    assert [envelope[name] for name in ("actor", "correlationid", "connection")] == [odd] * 3
    assert text == json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.django_db
def test_ids_are_uuids_of_version_7_in_order() -> None:
    ids = [entry.event_id for entry in record(50)]

    assert {each.version for each in ids} == {7}
    assert ids == sorted(ids)


@pytest.mark.django_db
def test_members_that_do_not_apply_are_left_out() -> None:
    by = Provenance(source="/weather/api", actor="ada", correlation_id="c-1")

    envelope = json.loads(emit(event(), by=by).text)

    assert not {"connection", "changed"} & envelope.keys()


@pytest.mark.django_db
def test_nan_in_the_data_rolls_the_change_back() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"), transaction.atomic():
        emit(event(data={"temperatureC": float("nan")}), by=BY)

    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_is_never_changed_or_deleted() -> None:
    [entry] = record(1)
    entry.actor = "somebody else"

    for attempt in (
        entry.save,
        entry.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(actor="somebody else"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()

    assert JournalEntry.objects.get().actor == "Åda"


@pytest.mark.django_db(transaction=True)
def test_an_exception_during_recording_rolls_the_change_back() -> None:
    def refuse(**_: Any) -> None:
        raise PermissionError

    event_recorded.connect(refuse)
    try:
        with pytest.raises(PermissionError):
            record(2)
    finally:
        event_recorded.disconnect(refuse)

    assert selectors.head().position == 0
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_a_reader_gets_the_entries_after_its_cursor_oldest_first() -> None:
    record(5)

    reading = selectors.read_after(2, limit=2)
    second = JournalEntry.objects.get(position=2)
    assert [entry.position for entry in reading.entries] == [3, 4]
    assert (reading.head, reading.after) == (selectors.head(), (2, second.digest))
    assert selectors.read_after(5, limit=2).entries == []
    assert selectors.read_after(6, limit=2).after == (6, "")
