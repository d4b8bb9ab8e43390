"""The reader's rules (static/realtime/reader/stream.js), run in a browser without a server."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.modules import open_modules, run

pytestmark = pytest.mark.once

STEP_ALL = """async (start, inputs) => {
  const {initial, step} = await import("/static/realtime/reader/stream.js");
  let state = initial(start);
  const effects = [];
  for (const input of inputs) {
    const result = step(state, {now: 0, ...input});
    state = result.state;
    effects.push(...result.effects);
  }
  return {state, effects};
}"""

START = {"epoch": "e1", "after": 10, "now": 0}


def frame(**fields: Any) -> dict[str, Any]:
    return {"type": "frame", "frame": fields}


def welcome(epoch: str = "e1", position: int = 10) -> dict[str, Any]:
    fields = {"epoch": epoch, "position": position, "connection": "c1", "heartbeat": 20}
    return frame(type="welcome", **fields)


def events(*positions: int) -> dict[str, Any]:
    return frame(type="events", events=[{"sequence": str(number)} for number in positions])


class Outcome:
    def __init__(self, page: Page, inputs: list[dict[str, Any]], start: dict[str, Any]) -> None:
        outcome = run(page, STEP_ALL, start, inputs)
        self.state: dict[str, Any] = outcome["state"]
        self.effects: list[dict[str, Any]] = outcome["effects"]

    @property
    def delivered(self) -> list[int]:
        batches = [effect["events"] for effect in self.effects if effect["do"] == "deliver"]
        return [int(event["sequence"]) for batch in batches for event in batch]

    @property
    def others(self) -> list[dict[str, Any]]:
        return [effect for effect in self.effects if effect["do"] != "deliver"]


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def after(page: Page, *inputs: dict[str, Any], start: dict[str, Any] = START) -> Outcome:
    return Outcome(page, list(inputs), start)


def test_the_next_events_are_delivered_and_move_the_cursor(modules: Page) -> None:
    outcome = after(modules, welcome(position=12), events(11, 12), events(13))

    assert outcome.delivered == [11, 12, 13]
    assert (outcome.state["position"], outcome.state["link"]) == (13, "live")
    assert outcome.others == []


def test_a_repeated_position_is_dropped(modules: Page) -> None:
    outcome = after(modules, welcome(), events(11, 11), events(9, 11, 12))

    assert outcome.delivered == [11, 12]
    assert outcome.others == []


def test_a_gap_asks_for_the_list_and_holds_the_later_events(modules: Page) -> None:
    outcome = after(modules, welcome(), events(11, 13), events(14))

    assert outcome.delivered == [11]
    assert outcome.others == [{"do": "reread", "reason": "gap", "position": 12}]
    assert outcome.state["link"] == "reconnecting"


def test_held_events_are_delivered_after_the_fresh_list_except_those_in_it(modules: Page) -> None:
    outcome = after(
        modules,
        welcome(),
        events(11, 13),
        events(14, 15),
        {"type": "reread", "epoch": "e1", "position": 14},
    )

    assert outcome.delivered == [11, 15]
    assert (outcome.state["position"], outcome.state["link"]) == (15, "live")


def test_a_list_older_than_the_gap_is_not_used(modules: Page) -> None:
    outcome = after(
        modules, welcome(), events(13), {"type": "reread", "epoch": "e1", "position": 11}
    )

    assert [effect["do"] for effect in outcome.others] == ["reread", "drop", "retry"]
    assert outcome.state["position"] == 10


def test_a_list_that_cannot_be_read_starts_over_from_the_old_cursor(modules: Page) -> None:
    outcome = after(modules, welcome(), events(13), {"type": "rereadFailed"})

    assert [effect["do"] for effect in outcome.others] == ["reread", "drop", "retry"]
    assert (outcome.state["position"], outcome.state["rereading"]) == (10, None)


@pytest.mark.parametrize("reason", ["history_gone", "other_epoch", "ahead_of_head", "too_slow"])
def test_resync_reads_the_list_and_takes_its_cursor(modules: Page, reason: str) -> None:
    resync = frame(type="resync", reason=reason, epoch="e2", position=4)

    outcome = after(
        modules, welcome(), resync, events(5), {"type": "reread", "epoch": "e2", "position": 4}
    )

    assert outcome.others == [{"do": "reread", "reason": reason, "position": 4}]
    assert outcome.delivered == [5]
    assert (outcome.state["epoch"], outcome.state["position"]) == ("e2", 5)


def test_a_welcome_of_another_epoch_asks_for_the_list(modules: Page) -> None:
    outcome = after(modules, welcome(epoch="e2", position=3))

    assert outcome.others == [{"do": "reread", "reason": "other_epoch", "position": 3}]
    assert outcome.state["link"] != "live"


def test_two_reasons_to_read_the_list_cause_one_read(modules: Page) -> None:
    resync = frame(type="resync", reason="other_epoch", epoch="e2", position=3)

    outcome = after(modules, welcome(epoch="e2", position=3), resync)

    assert [effect["do"] for effect in outcome.others] == ["reread"]


def test_a_heartbeat_beyond_the_cursor_is_a_loss(modules: Page) -> None:
    beat, ahead = (frame(type="heartbeat", position=number) for number in (10, 12))

    assert after(modules, welcome(), beat).others == []
    assert after(modules, welcome(), ahead).others == [
        {"do": "reread", "reason": "gap", "position": 12}
    ]


def test_a_heartbeat_behind_the_cursor_reconnects_with_the_cursor(modules: Page) -> None:
    """A list that was read ahead of the hub may be of a history that a failover lost."""
    behind = frame(type="heartbeat", position=9)

    reconnected = Outcome(modules, [welcome(), behind], START)

    assert reconnected.effects == [{"do": "drop"}, {"do": "retry", "how": "now"}]
    assert reconnected.state["position"] == 10


def test_a_heartbeat_without_a_position_says_only_that_the_server_is_there(modules: Page) -> None:
    resync = frame(type="resync", reason="too_slow", epoch="e1", position=10)
    read = {"type": "reread", "epoch": "e1", "position": 12, "digest": "abc"}

    outcome = Outcome(modules, [welcome(), resync, read, frame(type="heartbeat")], START)

    assert outcome.effects == [{"do": "reread", "reason": "too_slow", "position": 10}]
    assert outcome.state["served"] == 10  # not 12, which the connection has not reached


def test_without_a_cursor_the_stream_starts_at_the_head(modules: Page) -> None:
    outcome = after(modules, welcome(position=99), events(100), start={"now": 0})

    assert outcome.delivered == [100]
    assert outcome.state["epoch"] == "e1"


def test_a_lost_connection_is_reconnecting_and_after_some_attempts_offline_since_the_loss(
    modules: Page,
) -> None:
    closed = [{"type": "closed", "code": 1006, "now": 100 + number} for number in range(4)]

    once = after(modules, welcome(), closed[0])
    often = after(modules, welcome(), *closed)

    assert (once.state["link"], once.state["since"]) == ("reconnecting", 100)
    assert (often.state["link"], often.state["since"]) == ("offline", 100)
    assert [effect["tries"] for effect in often.others] == [1, 2, 3, 4]


def test_after_a_planned_close_it_reconnects_within_the_given_time(modules: Page) -> None:
    closing = frame(type="closing", reason="server_restart", retry_after_ms=3000)

    assert after(modules, welcome(), closing).others == [
        {"do": "drop"},
        {"do": "retry", "how": "spread", "withinMs": 3000},
    ]


@pytest.mark.parametrize("code", [1008, 4400, 4429])
def test_after_a_refusal_it_retries_with_the_long_wait(modules: Page, code: int) -> None:
    outcome = after(modules, welcome(), {"type": "closed", "code": code})

    assert outcome.others == [{"do": "retry", "how": "refused"}]


def test_it_reconnects_immediately_when_the_network_is_back(modules: Page) -> None:
    away, back = ({"type": "network", "up": up} for up in (False, True))

    assert after(modules, welcome(), away).state["link"] == "offline"
    assert after(modules, welcome(), away, back).others[-1] == {"do": "retry", "how": "now"}
    assert after(modules, welcome(), back).others == []


def test_a_malformed_event_drops_the_connection(modules: Page) -> None:
    broken = frame(type="events", events=[{"sequence": "eleven"}])

    outcome = after(modules, welcome(), broken)

    assert [effect["do"] for effect in outcome.others] == ["drop", "retry"]


def events_frame(*positions: int, after: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a frame of events as servers send it: chained, with its end position and digest."""
    given = [{"sequence": str(each), "previous": f"d{each - 1}"} for each in positions]
    last = positions[-1]
    begin = positions[0] - 1 if after is None else after
    reached = {"after": begin, "position": last, "digest": f"d{last}"}
    return frame(**{"type": "events", "events": given, **reached, **more})


def test_the_digest_of_the_cursor_follows_the_frames(modules: Page) -> None:
    outcome = after(modules, welcome(), events_frame(11, 12), events_frame(13))

    assert outcome.delivered == [11, 12, 13]
    assert (outcome.state["position"], outcome.state["digest"]) == (13, "d13")


def test_an_event_that_is_chained_to_another_history_asks_for_the_list(modules: Page) -> None:
    foreign = events_frame(13, 14)
    foreign["frame"]["events"][0]["previous"] = "x12"

    outcome = after(modules, welcome(), events_frame(11, 12), foreign)
    read = {"type": "reread", "epoch": "e1", "position": 12, "digest": "x12"}
    mended = after(modules, welcome(), events_frame(11, 12), foreign, read)

    assert outcome.delivered == [11, 12]
    assert outcome.others == [{"do": "reread", "reason": "other_history", "position": 12}]
    assert mended.delivered == [11, 12, 13, 14]


def test_a_frame_that_ends_at_another_digest_asks_for_the_list(modules: Page) -> None:
    outcome = after(modules, welcome(), events_frame(11, 12), events_frame(12, digest="x12"))

    assert outcome.others == [{"do": "reread", "reason": "other_history", "position": 12}]


def test_a_welcome_of_another_history_at_the_same_position_asks_for_the_list(
    modules: Page,
) -> None:
    foreign = welcome(position=12)
    foreign["frame"]["digest"] = "x12"

    outcome = after(modules, welcome(), events_frame(11, 12), foreign)

    assert outcome.others == [{"do": "reread", "reason": "other_history", "position": 12}]


def test_a_resync_to_another_history_cancels_the_read_of_the_old_list(modules: Page) -> None:
    old = frame(type="resync", reason="too_slow", epoch="e1", position=40, digest="d40")
    new = frame(type="resync", reason="other_history", epoch="e1", position=30, digest="x30")
    read = {"type": "reread", "epoch": "e1", "position": 30, "digest": "x30"}
    held = events_frame(41)

    outcome = after(modules, welcome(), old, held, new, read)

    assert [effect["do"] for effect in outcome.others] == ["reread", "reread"]
    assert outcome.delivered == []
    assert (outcome.state["position"], outcome.state["link"]) == (30, "live")


SPARSE = {**START, "isSparse": True}


def test_a_reader_of_some_kinds_moves_past_the_others(modules: Page) -> None:
    nothing = events_frame(19, after=14, events=[])

    outcome = after(modules, welcome(), events_frame(12, 14, after=10), nothing, start=SPARSE)

    assert outcome.delivered == [12, 14]
    assert (outcome.state["position"], outcome.state["digest"]) == (19, "d19")
    assert outcome.others == []


def test_a_reader_of_some_kinds_notices_a_missing_frame(modules: Page) -> None:
    outcome = after(modules, welcome(), events_frame(12, after=11), start=SPARSE)

    assert outcome.others == [{"do": "reread", "reason": "gap", "position": 11}]


@pytest.mark.parametrize("has_after", [True, False])
def test_a_reader_of_some_kinds_that_read_ahead_reconnects_with_its_cursor(
    modules: Page, has_after: bool
) -> None:
    """What it read may be lost, and the events that would show it may be of other kinds.

    Server-sent events do not say after which position they come.
    """
    resync = frame(type="resync", reason="too_slow", epoch="e1", position=10)
    read = {"type": "reread", "epoch": "e1", "position": 12, "digest": "abc"}
    following = frame(type="events", position=14, events=[{"sequence": "14"}])
    if has_after:
        following["frame"]["after"] = 10

    outcome = Outcome(modules, [welcome(), resync, read, following], START | {"isSparse": True})

    assert outcome.delivered == []
    assert outcome.effects[1:] == [{"do": "drop"}, {"do": "retry", "how": "now"}]
    assert outcome.state["position"] == 12


def test_unknown_frames_are_ignored(modules: Page) -> None:
    outcome = after(modules, welcome(), frame(type="weather_balloon"), frame(), events(11))

    assert outcome.delivered == [11]


def test_waits_grow_to_a_limit_and_are_random(modules: Page) -> None:
    waits = run(
        modules,
        """async () => {
          const {backoff} = await import("/static/realtime/connection/backoff.js");
          return [1, 2, 3, 6, 50, 5000].map((tries) => [backoff(tries, 0), backoff(tries, 0.999)]);
        }""",
    )

    assert [least for least, _ in waits] == [0] * 6
    assert [most for _, most in waits] == [400, 799, 1598, 9990, 9990, 9990]
