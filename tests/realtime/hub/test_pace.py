import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.hub.pace import Pace

COST = 0.01


def _pace() -> Pace:
    return Pace(share=0.2, burst=0.05, longest=0.05)


def _work(pace: Pace, *, every: float, count: int) -> tuple[list[float], float]:
    """Simulate work every `every` seconds. Return the waits and the share of the time worked.

    Work that arrived during a rest is done together.
    """
    now = free = came = worked = 0.0
    waits: list[float] = []
    while len(waits) < count:
        now = max(free, came)
        while came <= now and len(waits) < count:
            waits.append(now - came)
            came += every
        now += COST
        worked += COST
        free = now + pace.rest_after(COST, now=now)
    return waits, worked / now


def test_rare_work_never_waits() -> None:
    waits, _ = _work(_pace(), every=COST / 0.2, count=200)

    assert max(waits) == pytest.approx(0.0)


def test_a_burst_does_not_wait() -> None:
    pace = _pace()

    assert pace.rest_after(COST, now=7.0) == 0.0
    assert pace.rest_after(COST, now=7.0 + COST) > 0.0


def test_continuous_work_keeps_to_its_share() -> None:
    waits, share = _work(_pace(), every=COST / 8, count=4000)

    assert share == pytest.approx(0.2, abs=0.01)
    assert max(waits) <= COST + 0.05


def test_unused_time_is_not_accumulated() -> None:
    pace = _pace()
    pace.rest_after(1.0, now=0.0)

    assert pace.rest_after(COST, now=100.0) == 0.0


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), max_size=30))
def test_no_rest_exceeds_the_limit(pieces: list[tuple[float, float]]) -> None:
    pace, now = _pace(), 0.0

    for after, cost in pieces:
        now += after
        assert 0.0 <= pace.rest_after(cost, now=now) <= 0.05 + 1e-9
