"""Readers of a pruned or restored journal get a resync and never silence."""

import asyncio
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from realtime.endpoints import events_http
from realtime.tail.journal_reader import JournalReader
from realtime.tail.tail import Tail
from tests.weather.journal.recording import record
from weather.journal import selectors
from weather.journal.integrity.pruning import prune
from weather.journal.models import JournalEntry
from weather.journal.services import begin_epoch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> Iterator[JournalReader]:
    reader = JournalReader()
    yield reader
    reader.close()


@pytest.fixture
def resets() -> list[str]:
    """Return the list of the reasons of the tail's resets."""
    return []


@pytest.fixture
def tail(reader: JournalReader, resets: list[str]) -> Tail:
    """Return a tail that has read a journal of 10 entries."""
    record(10)
    tail = Tail(size=100, journal=reader, on_released=lambda _: None, on_reset=resets.append)
    asyncio.run(tail.poll())
    resets.clear()
    return tail


def texts(*positions: int) -> list[str]:
    entries = JournalEntry.objects.filter(position__in=positions).order_by("position")
    return [entry.text for entry in entries]


def events_after(after: int, *, epoch: str | None = None, limit: int = 100) -> HttpResponse:
    query = {"after": after, "limit": limit} | ({"epoch": epoch} if epoch else {})
    request = RequestFactory().get("/api/weatherforecast/events", query)
    return events_http.events(request, with_names=True)


def test_a_tail_ahead_of_the_pruned_entries_goes_on(tail: Tail, resets: list[str]) -> None:
    list(prune(up_to=9))
    record(1)

    asyncio.run(tail.poll())

    assert resets == []
    assert tail.position == 11
    assert tail.window.oldest_cursor == 0


def test_a_tail_behind_the_pruned_entries_resyncs_its_readers(
    tail: Tail, resets: list[str]
) -> None:
    record(10)
    list(prune(up_to=15))

    asyncio.run(tail.poll())

    assert resets == ["history_gone"]
    assert (tail.window.oldest_cursor, tail.position) == (15, 20)


def test_a_new_tail_starts_with_the_remaining_entries(reader: JournalReader) -> None:
    record(20)
    list(prune(up_to=15))
    tail = Tail(size=100, journal=reader, on_released=lambda _: None, on_reset=lambda _: None)

    asyncio.run(tail.poll())

    assert (tail.window.oldest_cursor, tail.position) == (15, 20)


def test_a_new_epoch_resyncs_the_readers_of_a_tail_once(tail: Tail, resets: list[str]) -> None:
    epoch = begin_epoch()

    asyncio.run(tail.poll())
    asyncio.run(tail.poll())

    assert resets == ["other_epoch"]
    assert (tail.epoch, tail.position) == (epoch, 10)


@pytest.mark.parametrize("after", [0, 1, 14])
def test_over_http_a_cursor_before_the_remaining_entries_is_history_gone(after: int) -> None:
    record(20)
    list(prune(up_to=15))
    head = selectors.head()

    answer = events_after(after)

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    detail = answer.content.decode()
    assert "resync (history_gone)" in detail
    assert f"go on from position 20 of epoch {head.epoch}" in detail


@pytest.mark.parametrize(("after", "expected"), [(15, [16, 17]), (19, [20]), (20, [])])
def test_over_http_a_cursor_within_the_remaining_entries_gets_the_later_events(
    after: int, expected: list[int]
) -> None:
    record(20)
    list(prune(up_to=15))

    answer = events_after(after, limit=2)

    assert answer.status_code == 200
    assert f'"events":[{",".join(texts(*expected))}]' in answer.content.decode()


def test_over_http_a_prune_between_its_two_reads_is_history_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record(20)
    read = selectors._entries_from

    def pruned_and_then_read(position: int, count: int) -> list[selectors.Entry]:
        list(prune(up_to=15))
        return read(position, count)

    monkeypatch.setattr(selectors, "_entries_from", pruned_and_then_read)

    assert "history_gone" in events_after(3).content.decode()


def test_over_http_a_cursor_of_the_old_epoch_is_other_epoch() -> None:
    record(3)
    old = selectors.head().epoch
    begin_epoch()

    answer = events_after(3, epoch=old)

    assert answer.status_code == 409
    assert "resync (other_epoch)" in answer.content.decode()
