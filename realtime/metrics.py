"""What the live part counts, for Prometheus.

Nothing is counted for each socket of a fan-out: that would cost what the fan-out itself costs.
"""

import datetime as dt

from prometheus_client import Counter, Gauge, Histogram

PUBLISH_FAILURES = Counter(
    "desk_publish_failures", "Transactions that the broker was not told of; the journal has them."
)
RELAY = Counter(
    "desk_relay_messages", "Messages of the broker, by what the subscriber did.", ["outcome"]
)
SOCKETS = Gauge(
    "desk_sockets",
    "Open sockets and streams.",
    ["transport", "audience"],
    multiprocess_mode="livesum",
)
REFUSED = Counter("desk_sockets_refused", "Sockets and streams that were not taken.", ["reason"])
RESYNCS = Counter("desk_resyncs", "Readers that had to read the list again.", ["reason"])
SLOW = Counter("desk_slow_readers_dropped", "Readers whose buffer stayed full.")
SIGNED_OUT = Counter("desk_sockets_signed_out", "Connections closed as their account may no more.")
HUB_POSITION = Gauge(
    "desk_hub_position", "The last event that the hub released.", multiprocess_mode="livemin"
)
FAN_OUT_CPU = Counter("desk_fan_out_cpu_seconds", "CPU time of sending events to readers.")
COMMIT_TO_FRAME = Histogram(
    "desk_commit_to_frame_seconds",
    "From an event's time to the end of its fan-out; of each fan-out's last event.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 15, 60),
)


def note_fan_out(time: str, *, position: int, cpu_seconds: float) -> None:
    """Note a fan-out by its last event. time: the event's own, as its text has it."""
    HUB_POSITION.set(position)
    FAN_OUT_CPU.inc(cpu_seconds)
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(time)
    COMMIT_TO_FRAME.observe(max(0.0, age.total_seconds()))
