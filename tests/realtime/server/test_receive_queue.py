import asyncio

import pytest

from realtime.server.receive_queue import Inbox


async def test_messages_come_out_in_order() -> None:
    inbox = Inbox()
    inbox.put_nowait(1)
    inbox.put_nowait(2)
    assert [await inbox.get(), await inbox.get()] == [1, 2]
    assert inbox.empty()


async def test_a_waiting_reader_is_woken() -> None:
    inbox = Inbox()
    reading = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait("late")
    inbox.put_nowait("later")
    assert await reading == "late"
    assert not inbox.empty()


async def test_a_cancelled_reader_removes_no_message() -> None:
    inbox = Inbox()
    reading = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    inbox.put_nowait("kept")
    assert await inbox.get() == "kept"
