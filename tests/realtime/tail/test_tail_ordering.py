"""Any loss, repetition and order of announcements, between any reads of the journal."""

from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from realtime.tail.tail import Tail
from tests.realtime.memory import JournalInMemory, events, text


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never suspends, without an event loop."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits")


class HearingAndReading(RuleBasedStateMachine):
    """Commits, announcements in any order, and polls, with announcements in between."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = JournalInMemory()
        self.released: list[str] = []
        self.resets: list[str] = []
        self.tail = Tail(
            size=10_000,
            journal=self.journal,
            on_released=self.released.extend,
            on_reset=self.resets.append,
        )
        run(self.tail.poll())
        self.resets.clear()

    @rule(count=st.integers(1, 5))
    def commit(self, count: int) -> None:
        """Commit events without announcing them."""
        self.journal.length += count

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """Announce committed events, new and old, in any order, some of them twice."""
        self._tell(data)

    @rule(data=st.data())
    def poll(self, data: st.DataObject) -> None:
        """Read the journal while writers commit and announce."""

        def meanwhile() -> None:
            if data.draw(st.booleans()):
                self.journal.length += data.draw(st.integers(0, 3))
                self._tell(data)

        self.journal.meanwhile = meanwhile
        run(self.tail.poll())
        self.journal.meanwhile = lambda: None

    def _tell(self, data: st.DataObject) -> None:
        if self.journal.length:
            positions = st.integers(max(1, self.journal.length - 8), self.journal.length)
            told = data.draw(st.lists(positions, max_size=8))
            self.tail.offer("e1", events(*told))

    @invariant()
    def in_order(self) -> None:
        """The released events are 1 … N, each once, and no reset happened."""
        assert self.released == [text(n) for n in range(1, self.tail.position + 1)]
        assert self.tail.position <= self.journal.length
        assert self.resets == []

    def teardown(self) -> None:
        """After one more poll no event is missing."""
        run(self.tail.poll())
        assert self.tail.position == self.journal.length
        self.in_order()


HearingAndReading.TestCase.settings = settings(max_examples=200, deadline=None)
TestHearingAndReading = pytest.mark.once(HearingAndReading.TestCase)
