"""The hub's own work goes on, whatever fails in it once."""

import asyncio

import pytest

from realtime.hub import hub as hub_module
from realtime.hub.hub import Hub

pytestmark = pytest.mark.once


async def test_work_that_fails_is_begun_again_and_what_is_due_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "BEGIN_AGAIN_SECONDS", 0.01)
    hub = Hub(window=10, look_seconds=9, heartbeat_seconds=9)
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
    await asyncio.wait_for(begun_again.wait(), 2)

    assert hub._due.is_set()
    kept_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await kept_up
