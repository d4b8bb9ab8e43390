"""The named points. Each does nothing until a file of its name appears in the armed folder.

The file's text says what happens there, once: `kill`, `stop`, `raise`, `sleep 3`, `drop`. Removing
the file claims it, so that only one thread or process acts.
"""

import os
import signal
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from chaos.faultpoints.environment import ARMED_FOLDER
from realtime.broker import group, relay
from realtime.hub import readers
from realtime.hub.connection import Connection
from realtime.wire.events import Events
from weather.journal.signals import event_committed, event_recorded


def take(point: str) -> str:
    """Return what is armed at `point`, or "" nearly always."""
    path = ARMED_FOLDER / f"{point}.{settings.EVENT_ORIGIN}"
    try:
        action = path.read_text()
        path.unlink()
    except OSError:  # not armed, or no descriptor left
        return ""
    return action


def reach(point: str) -> bool:
    """Do what is armed at `point`; return whether the following step is skipped."""
    match take(point).split():
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["stop"]:
            os.kill(os.getpid(), signal.SIGSTOP)
        case ["raise"]:
            raise ValidationError(f"fault point {point}")
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["drop"]:
            return True
    return False


def install() -> None:
    """Install the points."""
    event_recorded.connect(_before_commit, weak=False, dispatch_uid="chaos.before_commit")
    # The receivers of the settings have been connected; these come before and after them.
    event_committed.connect(_after_publish, weak=False, dispatch_uid="chaos.after_publish")
    event_committed.connect(_after_commit, weak=False, dispatch_uid="chaos.after_commit")
    event_committed.receivers.insert(0, event_committed.receivers.pop())
    event_committed.sender_receivers_cache.clear()
    _around_group_send()
    _around_group_receive()
    _before_frame()


def _before_commit(**_: Any) -> None:
    reach("before_commit")


def _after_commit(**_: Any) -> None:
    reach("after_commit")


def _after_publish(**_: Any) -> None:
    reach("after_publish")


def _around_group_send() -> None:
    send = group.send_to_group

    async def send_to_group(epoch: str, events: Events) -> None:
        if not reach("before_group_send"):
            await send(epoch, events)

    group.send_to_group = send_to_group
    setattr(relay, "send_to_group", send_to_group)  # noqa: B010 - the relay's own name for it


def _around_group_receive() -> None:
    receive = group.Membership._take

    def _take(self: group.Membership, message: Any) -> None:
        if not reach("group_receive"):
            receive(self, message)

    group.Membership._take = _take  # type: ignore[method-assign]


def _before_frame() -> None:
    pump = readers.Readers._pump

    def _pump(self: readers.Readers, connection: Connection) -> None:
        reach("before_frame")
        pump(self, connection)

    readers.Readers._pump = _pump  # type: ignore[method-assign]
