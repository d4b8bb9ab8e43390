"""The tail releases each event once and in order, however events are announced."""

import asyncio

import pytest

from realtime.metrics import RESETS
from realtime.tail.tail import Tail
from tests.realtime.memory import JournalInMemory, events, text
from weather.journal.selectors import Place, Reading

pytestmark = pytest.mark.once


class Followed:
    """A tail that has read its journal once, and the events that it has released since."""

    def __init__(self, length: int = 0, *, size: int = 100) -> None:
        self.journal = JournalInMemory(length)
        self.released: list[str] = []
        self.resets: list[str] = []
        self.tail = Tail(
            size=size,
            journal=self.journal,
            on_released=self.released.extend,
            on_reset=self.resets.append,
        )

    async def start(self) -> "Followed":
        await self.tail.poll()
        self.released.clear()
        self.resets.clear()
        return self

    def commit(self, count: int = 1) -> None:
        self.journal.length += count


async def test_it_starts_with_the_journal_s_last_entries() -> None:
    followed = Followed(250, size=100)

    await followed.tail.poll()

    assert followed.resets == ["other_epoch"]
    assert followed.tail.position == 250
    assert followed.tail.window.oldest_cursor == 150


async def test_the_next_event_is_released_immediately_without_reading_the_journal() -> None:
    followed = await Followed().start()
    reads = followed.journal.reads
    followed.commit()

    followed.tail.offer("e1", events(1))

    assert followed.released == [text(1)]
    assert followed.journal.reads == reads
    assert not followed.tail.behind.is_set()


async def test_an_event_announced_twice_is_released_once() -> None:
    followed = await Followed().start()
    followed.commit(2)

    followed.tail.offer("e1", events(1, 1, 2))
    followed.tail.offer("e1", events(2, 1))

    assert followed.released == [text(1), text(2)]


async def test_an_early_event_waits_for_the_one_before_it() -> None:
    followed = await Followed().start()
    followed.commit(3)

    followed.tail.offer("e1", events(3, 2))
    assert followed.released == []
    assert followed.tail.behind.is_set()
    followed.tail.offer("e1", events(1))

    assert followed.released == [text(1), text(2), text(3)]


async def test_a_gap_is_read_from_the_journal() -> None:
    followed = await Followed().start()
    followed.commit(5)
    followed.tail.offer("e1", events(5))

    await followed.tail.poll()

    assert followed.released == [text(position) for position in range(1, 6)]
    assert followed.resets == []


async def test_a_last_event_without_an_announcement_is_read_from_the_journal() -> None:
    followed = await Followed(3).start()
    followed.commit()

    await followed.tail.poll()

    assert followed.released == [text(4)]


async def test_more_events_than_one_read_returns_are_read_in_several() -> None:
    followed = await Followed(size=5000).start()
    followed.commit(2500)

    await followed.tail.poll()

    assert followed.released == [text(position) for position in range(1, 2501)]


async def test_events_announced_while_the_head_is_read_cause_no_reset() -> None:
    followed = await Followed(5).start()

    def meanwhile() -> None:
        followed.commit()
        followed.tail.offer("e1", events(followed.journal.length))

    followed.journal.meanwhile = meanwhile
    await followed.tail.poll()

    assert followed.resets == []
    assert followed.released == [text(6)]


async def test_an_event_that_the_journal_lacks_is_forgotten() -> None:
    followed = await Followed(5).start()
    followed.tail.offer("e1", events(9))
    assert followed.tail.behind.is_set()

    await followed.tail.poll()
    followed.commit(3)
    followed.tail.offer("e1", events(6, 7, 8))

    assert followed.released == [text(6), text(7), text(8)]
    assert not followed.tail.behind.is_set()


async def test_an_event_of_another_epoch_is_not_released_and_makes_it_poll() -> None:
    followed = await Followed(5).start()

    followed.tail.offer("e2", events(6))

    assert followed.released == []
    assert followed.tail.behind.is_set()


async def test_a_restored_journal_is_read_again_and_resets_the_readers() -> None:
    followed = await Followed(5).start()
    followed.journal.epoch, followed.journal.length = "e2", 3

    await followed.tail.poll()

    assert followed.resets == ["other_epoch"]
    assert (followed.tail.epoch, followed.tail.position) == ("e2", 3)


async def test_a_journal_that_went_back_in_its_epoch_is_another_history() -> None:
    counted = RESETS.labels("other_history")._value
    before = counted.get()
    followed = await Followed(5).start()
    followed.journal.length = 2

    await followed.tail.poll()

    assert followed.resets == ["other_history"]
    assert counted.get() == before + 1
    assert followed.tail.position == 2


async def test_an_epoch_that_begins_during_the_read_of_another_history_is_the_reason() -> None:
    followed = await Followed(5).start()
    followed.journal.length = 2  # a restore's rows come before its epoch

    def begin_epoch() -> None:
        followed.journal.epoch = "e2"

    followed.journal.meanwhile = begin_epoch
    await followed.tail.poll()
    await followed.tail.poll()

    assert followed.resets == ["other_epoch"]
    assert (followed.tail.epoch, followed.tail.position) == ("e2", 2)


@pytest.mark.parametrize("further", [0, 1, 3, 1500])
async def test_a_journal_with_other_events_at_known_positions_is_read_again(further: int) -> None:
    followed = await Followed(20, size=5000).start()
    # A standby without the last five entries is promoted, and new entries are written.
    followed.journal.length, followed.journal.history = 15, "promoted"
    followed.commit(5 + further)

    await followed.tail.poll()
    await followed.tail.poll()

    assert followed.resets == ["other_history"]
    assert followed.tail.position == 20 + further
    assert followed.tail.window.cursor == followed.journal.cursor(20 + further)
    assert followed.tail.window.entry_at(20) == followed.journal.entries[19]


async def test_events_of_a_lost_history_are_dropped_at_the_next_poll() -> None:
    followed = await Followed(5).start()
    followed.journal.history = "promoted"
    followed.tail.offer("e1", events(6, 7))  # announced over the broker and then lost
    assert followed.tail.position == 7
    followed.commit(2)

    await followed.tail.poll()

    assert followed.resets == ["other_history"]
    assert followed.tail.window.entry_at(6) == followed.journal.entries[5]


async def test_an_event_of_another_history_at_a_known_position_makes_it_poll() -> None:
    followed = await Followed(5).start()

    followed.tail.offer("e1", events(4, 5))
    assert not followed.tail.behind.is_set()
    followed.tail.offer("e1", events(5, history="promoted"))

    assert followed.tail.behind.is_set()
    assert followed.released == []


async def test_events_announced_during_a_read_are_compared_with_the_journal() -> None:
    followed = await Followed(5).start()
    followed.journal.history = "promoted"
    followed.commit(2)
    followed.journal.meanwhile = lambda: followed.tail.offer("e1", events(6))

    await followed.tail.poll()

    assert followed.resets == ["other_history"]
    assert followed.tail.window.entry_at(6) == followed.journal.entries[5]


def chained(position: int, previous: str) -> str:
    return f'{{"sequence":"{position}","previous":"{previous}"}}'


async def test_an_event_that_is_not_chained_to_the_last_is_not_released() -> None:
    followed = await Followed(5).start()
    digest = followed.tail.window.cursor.digest

    followed.tail.offer("e1", [(6, chained(6, "0123456789abcdef"))])
    assert (followed.released, followed.tail.behind.is_set()) == ([], True)
    followed.tail.offer("e1", [(6, chained(6, digest))])

    assert followed.released == [chained(6, digest)]


async def test_a_head_that_differs_from_its_last_entry_resyncs_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    followed = await Followed(5).start()
    read = followed.journal.read_after

    async def damaged(position: int, *, limit: int) -> Reading:
        found = await read(position, limit=limit)
        head = found.head._replace(digest="d" * 64)
        at_head = found.after.position == head.position
        after = Place(head.position, head.digest) if at_head else found.after
        return Reading(head, after, found.entries)

    monkeypatch.setattr(followed.journal, "read_after", damaged)
    for _ in range(3):
        await followed.tail.poll()

    assert followed.resets == ["other_history"]


async def test_a_journal_pruned_past_the_tail_is_read_again() -> None:
    followed = await Followed(5).start()
    followed.journal.length, followed.journal.pruned = 20, 12

    await followed.tail.poll()

    assert followed.resets == ["history_gone"]
    assert followed.tail.position == 20
    assert followed.tail.window.oldest_cursor == 12


@pytest.mark.parametrize(("position", "reached"), [(0, True), (5, True), (6, True), (7, False)])
async def test_a_cursor_ahead_of_the_tail_may_be_within_the_journal(
    position: int, reached: bool
) -> None:
    followed = await Followed(5).start()
    followed.commit()

    assert await followed.tail.reach(position) is reached


async def test_readers_ahead_by_the_same_event_share_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    followed = await Followed().start()
    followed.commit()
    reads = followed.journal.reads
    read = followed.journal.read_after

    async def on_its_way(position: int, *, limit: int) -> Reading:
        await asyncio.sleep(0)
        return await read(position, limit=limit)

    monkeypatch.setattr(followed.journal, "read_after", on_its_way)

    reached = await asyncio.gather(*(followed.tail.reach(1) for _ in range(100)))

    assert all(reached)
    assert followed.journal.reads == reads + 1
