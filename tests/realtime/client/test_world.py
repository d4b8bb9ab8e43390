"""The browser's client under random faults ends with the server's state.

The modules are the real ones, from connect() on. world.mjs simulates the server, the network, the
tabs and the time, and hypothesis chooses the steps.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.realtime.client.node import Node

TABS = st.integers(0, 3)
MOST_TABS = 4

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("world.mjs") as node:
        yield node


class Client(RuleBasedStateMachine):
    """One page with a connection of its own."""

    node: Node
    share = False
    kinds: list[str] | None = None

    def ask(self, do: str, **fields: Any) -> Any:
        return self.node.ask(do, **fields)

    @initialize(window=st.sampled_from([2, 5, 1000]), changes=st.integers(0, 4))
    def begin(self, window: int, changes: int) -> None:
        self.has_begun = True
        self.ask("begin", window=window, share=self.share, kinds=self.kinds)
        for number in range(changes):
            self.ask("change", id=number, type="created")
        self.ask("openTab")

    @rule(
        id_=st.integers(0, 5),
        type_=st.sampled_from(["created", "updated", "deleted"]),
        announced=st.booleans(),
    )
    def change(self, id_: int, type_: str, announced: bool) -> None:
        """Change a forecast. If it is not announced, the hub is behind until its next poll."""
        self.ask("change", id=id_, type=type_, announced=announced)

    @rule()
    def poll(self) -> None:
        self.ask("poll")

    @rule(tab=TABS, frames=st.integers(1, 4))
    def deliver(self, tab: int, frames: int) -> None:
        for _ in range(frames):
            self.ask("deliver", tab=tab)

    @rule(tab=TABS)
    def drop(self, tab: int) -> None:
        if self.ask("drop", tab=tab) == "resync":
            # A real connection loses no frame and goes on; only a new one repeats a resync.
            self.ask("cut", tab=tab)

    @rule(tab=TABS)
    def repeat(self, tab: int) -> None:
        self.ask("repeat", tab=tab)

    @rule(tab=TABS)
    def reorder(self, tab: int) -> None:
        self.ask("reorder", tab=tab)

    @rule(tab=TABS)
    def cut(self, tab: int) -> None:
        self.ask("cut", tab=tab)

    @rule(up=st.booleans())
    def network(self, up: bool) -> None:
        self.ask("network", up=up)

    @rule(tab=TABS, event=st.sampled_from(["online", "offline", "pagehide", "pageshow"]))
    def tell_the_page(self, tab: int, event: str) -> None:
        self.ask("page", tab=tab, event=event)

    @rule(tab=TABS, how=st.sampled_from(["late", "early", "stale", "fails"]))
    def read_the_list(self, tab: int, how: str) -> None:
        self.ask("read", tab=tab, how=how)

    @rule(milliseconds=st.sampled_from([10, 500, 3_000, 50_000]))
    def let_time_pass(self, milliseconds: int) -> None:
        self.ask("pass", milliseconds=milliseconds)

    @rule()
    def beat(self) -> None:
        self.ask("beat")

    @rule()
    def restart(self) -> None:
        self.ask("restart")

    @rule(back=st.integers(0, 4))
    def restore_a_backup(self, back: int) -> None:
        self.ask("restore", back=back)

    @rule(back=st.integers(0, 4), ids=st.lists(st.integers(0, 5), max_size=7))
    def fail_over_to_a_standby_that_is_behind(self, back: int, ids: list[int]) -> None:
        self.ask("exchange", back=back, ids=ids)

    @rule(tab=TABS, changes=st.integers(1, 3), back=st.integers(1, 4), further=st.integers(0, 4))
    def fail_over_after_a_read_ahead_of_the_hub(
        self, tab: int, changes: int, back: int, further: int
    ) -> None:
        """A page has read changes that the hub never hears of, as they are lost."""
        for id_ in range(changes):
            self.ask("change", id=id_, type="updated", announced=False)
        self.ask("resync", tab=tab)
        self.ask("read", tab=tab, how="late")
        self.ask("exchange", back=min(back, changes), ids=list(range(further)))

    @rule(thaw=st.booleans())
    def settle(self, thaw: bool) -> None:
        """When the faults end, every page has the server's state.

        Without thaw, hanging tabs go on hanging, and the other tabs have the server's state.
        """
        self.ask("settle", thaw=thaw)
        self.check(self.ask("look_at"))

    def check(self, seen: dict[str, Any]) -> None:
        expected = seen["expected"]
        for tab in seen["tabs"]:
            assert tab["violations"] == []
            assert tab["rows"] == expected["rows"]
            assert (tab["link"], tab["position"]) == ("live", expected["position"])
            assert tab["cursor"]["epoch"] == expected["epoch"]
            assert self.kinds or tab["cursor"]["position"] == expected["position"]
        if self.share and not seen["frozen"]:
            assert seen["connections"] == 1

    def teardown(self) -> None:
        if hasattr(self, "has_begun"):
            self.settle(thaw=True)


class Tabs(Client):
    """Several tabs that share a connection, open and close, crash and hang."""

    share = True

    @rule()
    def open_a_tab(self) -> None:
        seen = self.ask("look_at")
        if len(seen["tabs"]) + seen["frozen"] < MOST_TABS:
            self.ask("openTab")

    @rule(tab=TABS, end=st.sampled_from(["closeTab", "crashTab"]))
    def end_a_tab(self, tab: int, end: str) -> None:
        seen = self.ask("look_at")
        if len(seen["tabs"]) + seen["frozen"] > 1:
            self.ask(end, tab=tab)

    @rule(tab=TABS, what=st.sampled_from(["freezeTab", "thawTab", "look"]))
    def hang_or_hide(self, tab: int, what: str) -> None:
        self.ask(what, tab=tab)

    @rule(tab=TABS, back=st.integers(1, 3), further=st.integers(0, 2))
    def fail_over_while_a_tab_is_away(self, tab: int, back: int, further: int) -> None:
        """The other tabs receive the new history before this tab asks them to catch up."""
        self.ask("page", tab=tab, event="pagehide")
        self.ask("exchange", back=back, ids=[0] * (back + further))
        for other in range(MOST_TABS):
            for _ in range(4):
                self.ask("hear", tab=other)
                self.ask("deliver", tab=other)
            self.ask("read", tab=other, how="late")

    @rule(tab=TABS, messages=st.integers(1, 6))
    def hear(self, tab: int, messages: int) -> None:
        for _ in range(messages):
            self.ask("hear", tab=tab)


class OfOneKind(Client):
    """A page that reads one kind of events, so that it cannot check that each follows the last."""

    kinds = ["even"]


class TabsOfOneKind(Tabs):
    """The same with a shared connection."""

    kinds = ["even"]


@pytest.mark.parametrize("machine", [Client, Tabs, OfOneKind, TabsOfOneKind])
def test_every_page_ends_with_the_server_s_state(node: Node, machine: type[Client]) -> None:
    machine.node = node

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=300,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
