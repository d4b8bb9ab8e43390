"""The canary's numbers, for Prometheus; shown only by a process that has a canary."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram

SECONDS = Histogram(
    "desk_canary_seconds",
    "From a beat's commit until every hub had released it.",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5),
    registry=None,
)
MISSED = Counter(
    "desk_canary_missed", "Beats that some hub had not released in time.", registry=None
)
ARRIVED = Gauge(
    "desk_canary_arrived_timestamp_seconds",
    "When the last beat was known to be everywhere; at first, when the process started.",
    registry=None,
)
INTERVAL = Gauge("desk_canary_interval_seconds", "CANARY_SECONDS.", registry=None)


def show(interval: float) -> None:
    """Show them from now on. interval: CANARY_SECONDS."""
    for each in (SECONDS, MISSED, ARRIVED, INTERVAL):
        REGISTRY.register(each)
    INTERVAL.set(interval)
    ARRIVED.set_to_current_time()


def note(milliseconds: float | None) -> None:
    """Record a beat; None is a missed one."""
    if milliseconds is None:
        MISSED.inc()
        return
    SECONDS.observe(milliseconds / 1000)
    ARRIVED.set_to_current_time()
