"""Sabotages: each disables one defence of the product in its process, to show that the checker
notices. chaos.run.sabotage has the faults that reveal the damage. Those of followers are in
follower_sabotages.py.
"""

import asyncio
import fcntl
import random
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from chaos.faultpoints import follower_sabotages
from chaos.faultpoints.environment import ARMED_FOLDER, SABOTAGES
from forecasts import selectors
from forecasts import services as forecasts
from realtime import receivers
from realtime.broker import group, relay
from realtime.hub import hub
from realtime.hub.connection import Connection
from realtime.tail import tail, window
from realtime.wire.cursors import Cursor
from realtime.wire.durable_sse import DurableEvents
from realtime.wire.events import Events
from weather.journal import storage
from weather.journal.models import JournalHead
from weather.journal.selectors import Place, Reading
from weather.journal.signals import event_recorded


def install() -> None:
    """Commit the sabotages that the environment names. Raises KeyError for an unknown one."""
    for name in SABOTAGES:
        BY_NAME[name]()


def hub_never_polls() -> None:
    """The hub reads the journal when it starts, and never again."""

    async def _follow(self: hub.Hub) -> None:
        await self.tail.poll()
        self.ready.set()
        await asyncio.Event().wait()

    _replace(hub.Hub, "_follow", _follow)


def gap_check_off() -> None:
    """Events are released in the order in which they are announced."""

    def _release(self: tail.Tail) -> None:
        texts = []
        for position in sorted(self._early):
            text, digest = self._early[position]
            self.window._last = Place(position - 1, self.window.last.digest)
            self.window.append(text, digest)
            texts.append(text)
        self._early.clear()
        if texts:
            self._on_released(texts)

    _replace(tail.Tail, "_release", _release)


def publish_before_commit() -> None:
    """Events are announced within the transaction."""

    def tell(*, entries: Any, **_: Any) -> None:
        receivers.publish_to_broker(entries)
        receivers.broadcast_to_groups(entries)

    event_recorded.connect(tell, weak=False, dispatch_uid="chaos.publish_before_commit")
    event_recorded.receivers.insert(0, event_recorded.receivers.pop())
    event_recorded.sender_receivers_cache.clear()


def number_outside() -> None:
    """The position is counted outside of the transaction, so that a rollback leaves a hole."""
    locked = storage.locked_head

    def locked_head() -> JournalHead:
        head = locked()
        with (ARMED_FOLDER.parent / "counter").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            head.position = max(head.position, int(file.read() or 0))
            file.truncate(0)
            file.write(str(head.position + 1))
        return head

    _replace(storage, "locked_head", locked_head)


def no_heartbeat() -> None:
    """The hub sends no heartbeats."""

    async def _beat(_: hub.Hub) -> None:
        await asyncio.Event().wait()

    _replace(hub.Hub, "_beat", _beat)


def join_after_snapshot() -> None:
    """A socket starts at the head instead of its page's cursor."""

    def resume(self: hub.Hub, connection: Connection, _: Cursor) -> None:
        connection.cursor = self.tail.position

    _replace(hub.Hub, "resume", resume)


def no_comparison_at_poll() -> None:
    """The hub does not compare histories of the same epoch."""

    def _why_anew(_: tail.Tail, reading: Reading, __: Place, epoch: str) -> str:
        return "" if reading.head.epoch == epoch else "other_epoch"

    _replace(tail.Tail, "_why_anew", _why_anew)
    _replace(tail.Tail, "_follows", lambda *_: True)


def no_comparison_at_resume() -> None:
    """A cursor's digest is not checked."""
    _replace(hub.Hub, "_is_proven", lambda *_: True)


def resume_one_before() -> None:
    """A resuming socket gets its last event again."""
    resume = hub.Hub.resume

    def one_before(self: hub.Hub, connection: Connection, cursor: Cursor) -> None:
        resume(self, connection, cursor)
        connection.cursor = max(0, cursor.position - 1)

    _replace(hub.Hub, "resume", one_before)


def live_read_goes_on() -> None:
    """A live read of the Durable Stream is not ended when the history changes under it."""

    def resync(_: DurableEvents, *, reason: str, **__: Any) -> str:
        return f": {reason}\n\n"

    _replace(DurableEvents, "resync", resync)


def subscriber_swallows() -> None:
    """The subscriber loses every twentieth message."""
    send = relay.send_to_group  # type: ignore[attr-defined]
    numbers = count(1)

    async def send_to_group(epoch: str, events: Events) -> None:
        if next(numbers) % 20:
            await send(epoch, events)

    _replace(relay, "send_to_group", send_to_group)


def signature_unchecked() -> None:
    """Messages on the broker are not verified."""
    for module in (group, relay):
        _replace(module, "is_authentic", lambda _: True)


def change_without_event() -> None:
    """One change in fifty is saved and not recorded."""
    emit = forecasts.emit  # type: ignore[attr-defined]

    def sometimes(event: Any, *, by: Any) -> Any:
        return emit(event, by=by) if random.random() >= 0.02 else None

    _replace(forecasts, "emit", sometimes)


def slow_first_paint() -> None:
    """A page's list is read long after the head that it names: no sabotage, but a trial of it.

    What follows that head comes an event a frame: a page shows what each of them leaves, where one
    frame of them all would leave only what the last does.
    """
    _replace(window, "FRAME_EVENTS", 1)
    head = selectors.head  # type: ignore[attr-defined]

    def slow() -> Any:
        found = head()
        time.sleep(0.4)
        return found

    _replace(selectors, "head", slow)


def _replace(owner: Any, name: str, value: Any) -> None:
    assert hasattr(owner, name), f"{owner} has no {name}: the sabotage has to follow the product"
    setattr(owner, name, value)


BY_NAME: dict[str, Callable[[], None]] = follower_sabotages.BY_NAME | {
    each.__name__: each
    for each in (
        hub_never_polls,
        gap_check_off,
        publish_before_commit,
        number_outside,
        no_heartbeat,
        join_after_snapshot,
        no_comparison_at_poll,
        no_comparison_at_resume,
        resume_one_before,
        live_read_goes_on,
        subscriber_swallows,
        signature_unchecked,
        change_without_event,
        slow_first_paint,
    )
}
