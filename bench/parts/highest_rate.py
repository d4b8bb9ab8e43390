"""Finding the highest rate that a contestant keeps up with."""

from bench.contestants.targets.contestant import Running
from bench.load.swarm.swarm import Swarm
from bench.parts.fanout_trial import Trial, trial

# Deliveries a second: where the ladder begins, and where the generator's own end is near.
_LOWEST, _HIGHEST = 1_000, 600_000
_STEP, _HALVINGS = 2.0, 3


def highest_kept_up(running: Running, swarm: Swarm, *, seconds: float) -> Trial | None:
    """Double the rate until it is not kept up with, then close in; None if nothing is.

    A rate that fails is tried a second time, since the machine may have paused.
    """
    sockets = len(swarm.clients)
    low: Trial | None = None
    rate, failed = _LOWEST / sockets, 0.0
    while not failed and rate * sockets <= _HIGHEST:
        tried = _tried_twice(running, swarm, rate, seconds)
        if tried is None:
            failed = rate
        else:
            low, rate = tried, rate * _STEP
    for _ in range(_HALVINGS if failed and low is not None else 0):
        assert low is not None
        rate = (low.rate * failed) ** 0.5
        tried = _tried_twice(running, swarm, rate, seconds)
        if tried is None:
            failed = rate
        else:
            low = tried
    return low


def _tried_twice(running: Running, swarm: Swarm, rate: float, seconds: float) -> Trial | None:
    for _ in range(2):
        tried = trial(running, swarm, rate=rate, seconds=seconds)
        if tried.kept_up and tried.kept_pace:
            return tried
        swarm.run_until_quiet()
    return None
