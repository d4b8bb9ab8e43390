"""Sabotages of writes: what is recorded, when it is announced, and what a page reads then."""

import fcntl
import random
import time
from typing import Any

from chaos.faultpoints.environment import ARMED_FOLDER
from forecasts import selectors
from forecasts import services as forecasts
from realtime import receivers
from realtime.tail import window
from weather.journal import storage
from weather.journal.models import JournalHead
from weather.journal.signals import event_recorded

from .replacing import replace


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

    replace(storage, "locked_head", locked_head)


def change_without_event() -> None:
    """One change in fifty is saved and not recorded."""
    emit = forecasts.emit  # type: ignore[attr-defined]

    def sometimes(event: Any, *, by: Any) -> Any:
        return emit(event, by=by) if random.random() >= 0.02 else None

    replace(forecasts, "emit", sometimes)


def slow_first_paint() -> None:
    """A page's list is read long after the head that it names: no sabotage, but a trial of it.

    What follows that head comes an event a frame: a page shows what each of them leaves, where one
    frame of them all would leave only what the last does.
    """
    replace(window, "FRAME_EVENTS", 1)
    head = selectors.head  # type: ignore[attr-defined]

    def slow() -> Any:
        found = head()
        time.sleep(0.4)
        return found

    replace(selectors, "head", slow)


ALL = (publish_before_commit, number_outside, change_without_event, slow_first_paint)
