"""Any loss, repetition and order of what is heard, between any reads of the journal."""

from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from realtime.tail.tail import Tail
from tests.realtime.memory import JournalInMemory, events, text


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing, without an event loop."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits")


class HearingAndReading(RuleBasedStateMachine):
    """Commits, tells of some of it in some order, and looks, with telling in between."""

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
        """Writers go on, and nobody is told."""
        self.journal.length += count

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """Somebody tells of committed events, new and old, in any order, some of them twice."""
        self._tell(data)

    @rule(data=st.data())
    def poll(self, data: st.DataObject) -> None:
        """The tail reads the journal while writers go on and tell."""

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
        """What is released is 1 … N, each once, and nobody was told to start anew."""
        assert self.released == [text(n) for n in range(1, self.tail.position + 1)]
        assert self.tail.position <= self.journal.length
        assert self.resets == []

    def teardown(self) -> None:
        """One more look and nothing is missing."""
        run(self.tail.poll())
        assert self.tail.position == self.journal.length
        self.in_order()


HearingAndReading.TestCase.settings = settings(max_examples=200, deadline=None)
TestHearingAndReading = pytest.mark.once(HearingAndReading.TestCase)
