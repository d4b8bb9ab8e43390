"""The relay and the group, over a real broker."""

import json
import logging
from typing import Any

import pytest
from channels.layers import get_channel_layer

from realtime import notes
from realtime.broker.group import GROUP, MESSAGE_TYPE
from realtime.broker.relay import Relay
from tests.realtime.hearing import in_the_group
from tests.realtime.sealing import CREATED, sealed

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("own_layer")]


async def test_the_api_s_events_reach_the_group_unchanged_and_in_order() -> None:
    texts = [sealed(position) for position in range(1, 51)]
    relay = Relay()

    async with in_the_group() as (heard, _):
        await relay.relay([(CREATED, text) for text in texts])
        await heard.wait_for(50)

    assert heard.events == [("e1", number, text) for number, text in enumerate(texts, start=1)]
    assert relay.counts == {"relayed": 50, "dropped": 0, "refused": 0, "failed": 0}


async def test_many_events_together_are_one_log_line_and_one_note(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    notes.forget()

    await Relay().relay([(CREATED, sealed(position)) for position in range(1, 22)])

    [line] = [each.getMessage() for each in caplog.records if "relayed" in each.getMessage()]
    assert "1-21" in line
    assert [(each.first, each.last) for each in notes.notes_of(1, 21)] == [(1, 21)]


@pytest.mark.parametrize("source", ["/weather/web", "/weather/admin"])
async def test_events_that_a_web_process_has_sent_itself_are_dropped(source: str) -> None:
    relay = Relay()

    async with in_the_group() as (heard, _):
        await relay.relay([(CREATED, sealed(1, source=source)), (CREATED, sealed(2))])
        await heard.wait_for(1)

    assert heard.positions == [2]
    assert relay.counts["dropped"] == 1


async def test_events_of_several_epochs_keep_their_epoch() -> None:
    async with in_the_group() as (heard, _):
        await Relay().relay([(CREATED, sealed(n, epoch=f"e{n // 3}")) for n in range(1, 7)])
        await heard.wait_for(6)

    assert [(epoch, position) for epoch, position, _ in heard.events] == [
        *(("e0", 1), ("e0", 2), ("e1", 3), ("e1", 4), ("e1", 5), ("e2", 6)),
    ]


async def test_a_message_that_is_not_an_event_does_not_stop_the_others() -> None:
    forged = json.dumps({**json.loads(sealed(9)), "actor": "somebody else"})
    poison = ["", "x", "[" * 100_000, "9" * 5000, "null", "\ufffd", sealed(9)[:-2], forged]
    relay = Relay()

    async with in_the_group() as (heard, _):
        await relay.relay([(CREATED, sealed(1)), *((CREATED, text) for text in poison)])
        await relay.relay([("weatherforecast.deleted", sealed(9)), (CREATED, sealed(2))])
        await heard.wait_for(2)

    assert heard.positions == [1, 2]
    assert relay.counts["refused"] == len(poison) + 1


async def test_without_the_broker_the_relay_counts_a_failure_and_goes_on(settings: Any) -> None:
    from channels.layers import channel_layers

    layers = settings.CHANNEL_LAYERS["default"]
    config = {**layers["CONFIG"], "hosts": ["redis://127.0.0.1:1/0"]}
    settings.CHANNEL_LAYERS = {"default": {**layers, "CONFIG": config}}
    channel_layers.backends = {}
    relay = Relay()

    await relay.relay([(CREATED, sealed(1))])

    assert relay.counts["failed"] == 1


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"epoch": "e1"},
        {"epoch": "e1", "events": 5},
        {"epoch": "e1", "events": [5]},
        {"epoch": "e1", "events": [["x", "y"]]},
        {"epoch": "e1", "events": [[1, "unsigned"]]},
        {"epoch": "e1", "events": [[1, None]]},
        # Signed, but announced at another position or epoch than its own.
        {"epoch": "e1", "events": [[8, sealed(7)]]},
        {"epoch": "e2", "events": [[7, sealed(7)]]},
    ],
    ids=lambda message: str(message)[:40],
)
async def test_an_invalid_message_of_the_group_does_not_end_the_membership(message: Any) -> None:
    layer: Any = get_channel_layer()

    async with in_the_group() as (heard, membership):
        await layer.group_send(GROUP, {"type": MESSAGE_TYPE, **message})
        membership.put("e1", [(1, sealed(1))])
        await heard.wait_for(1)

    assert heard.positions == [1]
