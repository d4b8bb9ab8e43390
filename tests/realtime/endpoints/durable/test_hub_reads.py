"""Reads of the stream while the hub and the journal change; without a process or a socket."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from realtime.endpoints.durable import application, chunks, event_stream, long_poll
from realtime.endpoints.durable.application import DurableStream
from realtime.hub.hub import Hub
from realtime.wire.offsets import offset_of
from tests.realtime.hearing import until
from tests.realtime.memory import JournalInMemory
from tests.realtime.sealing import sealed
from weather.journal.selectors import Reading

WINDOW = 5


class SealedJournal(JournalInMemory):
    """A journal whose texts are complete events: signed, and with an actor."""

    def text_at(self, position: int) -> str:
        text = sealed(position, epoch=self.epoch, previous=self.place(position - 1).digest)
        return text.replace('"text":"', f'"text":"{self.history}')

    async def read_after(self, position: int, *, limit: int) -> Reading:
        await asyncio.sleep(0)  # like the real reader, which uses a thread
        return await super().read_after(position, limit=limit)

    def events(self, *positions: int) -> list[tuple[int, str]]:
        return [(position, self.entries[position - 1].text) for position in positions]

    def offset(self, position: int) -> str:
        return offset_of(self.cursor(position))


class Request:
    """One request of the stream in this event loop, with the received part of its answer."""

    def __init__(self, query: str) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self._left = asyncio.Event()
        scope = {"method": "GET", "headers": [], "query_string": query.encode()}
        self.task = asyncio.create_task(DurableStream()(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        self.body += message.get("body", b"")

    async def answered(self) -> "Request":
        await asyncio.wait_for(self.task, 15)
        return self

    @property
    def positions(self) -> list[int]:
        return [int(event["sequence"]) for event in json.loads(self.body)]

    @property
    def streamed(self) -> list[int]:
        """Return the positions of the `data` events received until now."""
        blocks = self.body.decode().split("\n\n")
        lines = [block.splitlines() for block in blocks if block.startswith("event: data")]
        arrays = [json.loads(line.removeprefix("data: ")) for _, line in lines]
        return [int(event["sequence"]) for array in arrays for event in array]


@pytest.fixture
def journal() -> SealedJournal:
    return SealedJournal(8)


@pytest.fixture
async def hub(journal: SealedJournal, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Hub]:
    """Yield a hub whose window begins after position 3."""
    hub = Hub(window=WINDOW, poll_seconds=9, heartbeat_seconds=9)
    for reader in (hub._journal, hub.past):
        reader.close()
    hub.tail._journal = hub.past = journal
    await hub.tail.poll()
    hub.ready.set()
    monkeypatch.setattr(application, "hub_of_this_process", lambda: hub)
    yield hub
    assert not hub.connections, "a connection was left in the hub"
    hub.accounts.close()


async def ask(query: str) -> Request:
    return await Request(query).answered()


async def test_nothing_is_sent_that_the_hub_has_not_released(
    hub: Hub, journal: SealedJournal
) -> None:
    journal.length = 20  # committed; the hub has not received them

    assert (await ask("offset=-1")).positions == list(range(1, 9))
    assert (await ask(f"offset={journal.offset(5)}")).positions == [6, 7, 8]
    assert (await ask(f"offset={journal.offset(8)}")).positions == []


async def test_an_offset_of_another_process_ahead_of_this_hub_is_served_from_the_journal(
    hub: Hub, journal: SealedJournal
) -> None:
    journal.length = 20

    answer = await ask(f"offset={journal.offset(15)}")

    assert answer.positions == [16, 17, 18, 19, 20]


async def test_an_unknown_epoch_makes_the_hub_poll_the_journal(
    hub: Hub, journal: SealedJournal
) -> None:
    journal.epoch = "e2"
    journal.length = 9

    answer = await ask(f"offset={journal.offset(8)}")

    assert (answer.status, answer.positions) == (200, [9])


async def test_many_requests_with_unknown_offsets_cost_one_or_two_polls(
    hub: Hub, journal: SealedJournal
) -> None:
    reads = journal.reads
    foreign = journal.offset(8).replace("e1", "e0")

    requests = [Request(f"offset={foreign}") for _ in range(50)]
    statuses = {(await request.answered()).status for request in requests}

    assert statuses == {410}
    assert journal.reads - reads <= 2


async def test_an_early_event_waits_for_the_events_before_it(
    hub: Hub, journal: SealedJournal
) -> None:
    polling = Request(f"offset={journal.offset(8)}&live=long-poll")
    await until(lambda: len(hub.connections) == 1, what="the request waits")
    journal.length = 11

    hub.tail.offer("e1", journal.events(10))
    hub.pump_all()
    assert not polling.status

    hub.tail.offer("e1", journal.events(9))
    hub.pump_all()
    answer = await polling.answered()
    assert answer.positions == [9, 10]
    assert answer.headers["stream-next-offset"] == journal.offset(10)


async def test_section_5_6_a_timeout_must_be_204_with_tail_and_cursor_and_up_to_date(
    hub: Hub, journal: SealedJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_poll, "LONG_POLL_SECONDS", 0.02)

    for offset in ("now", journal.offset(8)):
        answer = await ask(f"offset={offset}&live=long-poll")

        assert (answer.status, answer.body) == (204, b"")
        assert answer.headers["stream-next-offset"] == journal.offset(8)
        assert answer.headers["stream-up-to-date"] == "true"
        assert answer.headers["stream-cursor"].isdecimal()
    # Cacheable for a second: a cache that may not store an answer stops collapsing requests.
    assert answer.headers["cache-control"] == "public, max-age=1"


async def test_section_8_2_a_stream_is_ended_after_a_while(
    hub: Hub, journal: SealedJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "SSE_SECONDS", 0.05)

    answer = await ask(f"offset={journal.offset(6)}&live=sse")

    assert answer.streamed == [7, 8]
    assert answer.body.endswith(b"\n\n")


async def test_a_stream_goes_from_the_past_to_the_present(hub: Hub, journal: SealedJournal) -> None:
    reading = Request("offset=-1&live=sse")
    await until(lambda: bool(hub.connections), what="the stream is at the head")
    journal.length = 10
    hub.tail.offer("e1", journal.events(9, 10))
    hub.pump_all()

    assert reading.streamed == list(range(1, 11))
    reading._left.set()
    await reading.answered()


async def test_live_reads_end_when_the_history_changes_and_get_410_on_reconnect(
    hub: Hub, journal: SealedJournal
) -> None:
    offset = journal.offset(8)
    polling, reading = (Request(f"offset={offset}&live={live}") for live in ("long-poll", "sse"))
    await until(lambda: len(hub.connections) == 2, what="both wait")

    journal.length, journal.history = 6, "another"
    journal.length = 12
    await hub.tail.poll()
    hub.pump_all()

    assert (await polling.answered()).status == 410
    assert json.loads(polling.body)["reason"] == "other_history"
    assert (await reading.answered()).streamed == []
    assert (await ask(f"offset={offset}&live=sse")).status == 410


async def test_a_pruned_offset_is_410_and_the_beginning_is_the_oldest_entry(
    hub: Hub, journal: SealedJournal
) -> None:
    journal.pruned = 2

    gone = await ask(f"offset={journal.offset(1)}")
    beginning = await ask("offset=-1")

    assert gone.status == 410
    assert json.loads(gone.body)["reason"] == "history_gone"
    assert beginning.positions == [3, 4, 5, 6, 7, 8]
    assert (await ask(f"offset={journal.offset(2)}")).positions == [3, 4, 5, 6, 7, 8]


async def test_a_reader_behind_the_window_is_served_from_the_journal(
    hub: Hub, journal: SealedJournal
) -> None:
    offset = journal.offset(8)
    journal.length = 30
    await hub.tail.poll()

    answer = await ask(f"offset={offset}&live=long-poll")

    assert answer.positions == list(range(9, 31))


async def test_bytes_of_an_offset_are_the_same_from_the_window_and_from_the_journal(
    hub: Hub, journal: SealedJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Section 4, immutability by position: a cache may hold either answer.
    monkeypatch.setattr(chunks, "FRAME_EVENTS", 2)
    monkeypatch.setattr("realtime.tail.window.FRAME_EVENTS", 2)
    offset = journal.offset(4)
    of_window = await ask(f"offset={offset}")
    journal.length = 20
    await hub.tail.poll()

    of_journal = await ask(f"offset={offset}")

    assert of_window.positions == [5, 6]
    assert of_journal.body == of_window.body
    assert of_journal.headers["etag"] == of_window.headers["etag"]
    assert of_journal.headers["cache-control"] == "public, max-age=86400, immutable"
