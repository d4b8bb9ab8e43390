"""The hub and its readers under random faults: full sockets, exchanged histories, pruning.

After any announcements, losses, exchanges, pruning and slow reads, each reader ends with exactly
the journal's content. Until then it gets every event in order, or a resync.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.readers import Readers
from realtime.tail.tail import Tail
from tests.realtime.hub.reading import JournalOfTwoKinds, Reader

pytestmark = pytest.mark.once

READERS = st.integers(0, 3)


class HubAndReaders(RuleBasedStateMachine):
    """A hub with a small window, so that readers fall behind it, and four readers."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.journal = JournalOfTwoKinds(4)
        self.lost: list[tuple[int, str]] = []
        self.forks = 0
        self.readers: list[Reader] = []
        self.run(self.begin())

    def run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine and the hub's immediate reaction to it."""

        async def and_after() -> None:
            await coroutine
            for _ in range(5):
                await asyncio.sleep(0)
            if self.hub._due.is_set():
                self.hub._due.clear()
                self.hub.pump_all()

        self.loop.run_until_complete(and_after())

    async def begin(self) -> None:
        self.hub = Hub(window=12, poll_seconds=9, heartbeat_seconds=9)
        self.hub._journal.close()
        self.hub.tail._journal = self.journal
        await self.hub.tail.poll()
        kinds = [None, None, frozenset({"station"}), frozenset({"weatherforecast"})]
        self.readers = [Reader(self.hub, self.journal, kind) for kind in kinds]
        for reader in self.readers:
            await reader.open()

    @rule(count=st.integers(1, 4))
    def commit(self, count: int) -> None:
        """Commit events without announcing them."""
        self.journal.length += count

    @rule(count=st.integers(1, 4), data=st.data())
    def commit_and_tell(self, count: int, data: st.DataObject) -> None:
        """Commit events and announce some of them to the hub."""
        self.journal.length += count
        entries = self.journal.entries[-count:]
        told = data.draw(st.lists(st.sampled_from(entries), max_size=count))
        self.run(self.offer([(entry.position, entry.text) for entry in told]))

    @rule(data=st.data())
    def tell_of_what_is_lost(self, data: st.DataObject) -> None:
        """Announce events of a lost history, which the broker may still deliver."""
        if self.lost:
            self.run(self.offer(data.draw(st.lists(st.sampled_from(self.lost), max_size=4))))

    async def offer(self, events: list[tuple[int, str]]) -> None:
        self.hub.tail.offer(self.journal.epoch, events)

    @rule()
    def poll(self) -> None:
        """Poll as Hub._follow() does."""

        async def poll() -> None:
            await self.hub.tail.poll()
            self.hub._drop_slow_readers()

        self.run(poll())

    @rule(back=st.integers(1, 5), further=st.integers(0, 9), meanwhile=st.booleans())
    def fail_over(self, back: int, further: int, meanwhile: bool) -> None:
        """Lose the last entries and write others at their positions."""

        def exchange() -> None:
            self.journal.meanwhile = lambda: None
            self.forks += 1
            kept = max(0, self.journal.length - back)
            self.lost = [(each.position, each.text) for each in self.journal.entries[kept:]]
            self.journal.length, self.journal.history = kept, f"fork{self.forks}"
            self.journal.pruned = min(self.journal.pruned, max(0, kept - 1))
            self.journal.length += further

        if meanwhile:
            self.journal.meanwhile = exchange  # at the next read of the journal
        else:
            exchange()

    @rule(now=st.sampled_from([True, False, False, False]))
    def begin_an_epoch(self, now: bool) -> None:
        self.forks += 1
        if now:
            self.journal.epoch = f"e{self.forks + 1}"

    @rule(keep=st.integers(1, 20))
    def prune(self, keep: int) -> None:
        self.journal.pruned = max(self.journal.pruned, self.journal.length - keep)

    @rule(number=READERS)
    def fill_the_buffer(self, number: int) -> None:
        self.readers[number].is_slow = True

    @rule(number=READERS, slow=st.booleans())
    def take_from_the_buffer(self, number: int, slow: bool) -> None:
        self.run(self.make_room(self.readers[number], slow=slow))

    async def make_room(self, reader: Reader, *, slow: bool) -> None:
        reader.is_slow = slow
        if reader.room is not None and not reader.room.done():
            reader.room.set_result(None)

    @rule(number=READERS)
    def come_back(self, number: int) -> None:
        reader = self.readers[number]
        reader.close()
        self.run(reader.open())

    @rule(number=READERS)
    def go_away(self, number: int) -> None:
        self.readers[number].close()

    @rule()
    def beat(self) -> None:
        async def beat() -> None:
            for connection in list(self.hub.connections):
                if not connection.is_blocked:
                    self.hub.beat(connection)

        self.run(beat())

    def teardown(self) -> None:
        """End all faults: after a poll, with room in each buffer, every reader has the journal."""
        try:
            self.journal.meanwhile()
            self.poll()
            for reader in self.readers:
                self.run(self.make_room(reader, slow=False))
            self.poll()
            self.beat()
            for reader in self.readers:
                if reader.shown is None or reader.connection is None or reader.is_lost:
                    reader.close()
                    self.run(reader.open())
                entries = reader._wanted(self.journal.length)
                assert reader.shown == {entry.position: entry.text for entry in entries}
        finally:
            for reader in self.readers:
                reader.close()
            self.loop.run_until_complete(asyncio.sleep(0))
            self.loop.close()


def try_all(*, examples: int) -> None:
    run_state_machine_as_test(
        HubAndReaders,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking a failure takes minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_each_reader_ends_with_the_journal_s_content() -> None:
    try_all(examples=400)


def no_pump_after_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def _go_on(self: Connection, room: Any) -> None:
        await room
        self._blocked_since = self._waiting = None

    monkeypatch.setattr(Connection, "_go_on", _go_on)


def no_comparison_at_the_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tail, "_is_other_history", lambda *_: False)


def no_comparison_when_resuming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Readers, "_is_proven", lambda *_: True)


def no_resync_after_a_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Readers, "_resync_all", lambda *_: None)


def slow_readers_are_not_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Readers, "_drop_slow_readers", lambda _: None)


def the_epoch_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    why_not = Readers.why_not

    def of_any(self: Readers, cursor: Any) -> str:
        reason = why_not(self, cursor)
        return "" if reason == "other_epoch" else reason

    monkeypatch.setattr(Readers, "why_not", of_any)


@pytest.mark.parametrize(
    "sabotage",
    [
        no_pump_after_room,
        no_comparison_at_the_poll,
        no_comparison_when_resuming,
        no_resync_after_a_reset,
        slow_readers_are_not_dropped,
        the_epoch_is_not_compared,
    ],
)
def test_the_check_fails_without_any_one_of_the_guards(
    sabotage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabotage(monkeypatch)

    with pytest.raises(Exception):  # noqa: B017, PT011 - an AssertionError, or several in a group
        try_all(examples=400)
