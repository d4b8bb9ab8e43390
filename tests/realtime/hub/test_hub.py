"""The hub's own tasks are restarted after a failure."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from realtime.accounts.account import Account
from realtime.hub import hub as hub_module
from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.seats import Peer
from realtime.wire import websocket_frames
from realtime.wire.encoded import Outgoing
from realtime.wire.formats import View

pytestmark = pytest.mark.once


async def test_a_failed_task_is_restarted_and_due_events_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "BEGIN_AGAIN_SECONDS", 0.01)
    hub = Hub(window=10, poll_seconds=9, heartbeat_seconds=9)
    beginnings = 0
    begun_again = asyncio.Event()

    async def work() -> None:
        nonlocal beginnings
        beginnings += 1
        if beginnings == 1:
            raise RuntimeError("can't start new thread")
        begun_again.set()
        await asyncio.Event().wait()

    kept_up = asyncio.create_task(hub._kept_up(work))
    await asyncio.wait_for(begun_again.wait(), 15)

    assert hub._due.is_set()
    kept_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await kept_up


@pytest.mark.parametrize(("public", "goes_on"), [(True, ["sent"]), (False, [])])
async def test_a_slow_reader_s_account_is_checked_before_it_continues(
    settings: Any, public: bool, goes_on: list[str]
) -> None:
    settings.PUBLIC_READ = public
    hub = Hub(window=10, poll_seconds=9, heartbeat_seconds=9)
    room: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    written: list[str] = []
    answers = iter([room])

    def write(outgoing: Outgoing) -> Awaitable[None] | None:
        written.append(outgoing.text)
        return next(answers, None)

    connection = Connection(
        name="slow",
        cursor=0,
        history=hub.tail.window,
        view=View(websocket_frames),
        write=write,
        abandon=lambda: None,
        peer=Peer("192.0.2.1", Account(1, "hash", "session")),
    )
    hub.attach(connection)
    connection.notify("first")
    connection.notify("sent")

    room.set_result(None)
    await asyncio.sleep(0.01)

    assert written == ["first", *goes_on]
    assert hub._due.is_set() is not public
