"""The metrics of the live part, for Prometheus.

A fan-out counts only plain integers for each socket (realtime.wire.sent); the hub adds them here
once for all of its sockets. Labelled metrics are initialised to 0, or their first increase would
not show.
"""

import datetime as dt

from prometheus_client import Counter, Gauge, Histogram

PUBLISH_FAILURES = Counter(
    "desk_publish_failures", "Transactions that the broker was not told of; the journal has them."
)
UNANSWERED = Counter("desk_publish_unanswered", "Events sent to the broker that it never answered.")
BREAKER = Gauge(
    "desk_breaker_open",
    "1 from a failure of the broker until it takes something again.",
    ["breaker"],
    multiprocess_mode="livemax",
)
RELAY = Counter(
    "desk_relay_messages", "Messages of the broker, by what the subscriber did.", ["outcome"]
)
RELAY_POSITION = Gauge(
    "desk_relay_position", "The last event that the subscriber received.", multiprocess_mode="max"
)
RELAY_SECONDS = Histogram(
    "desk_relay_seconds",
    "From an event's time until it was relayed; of each batch's last event.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 60),
)
SOCKETS = Gauge(
    "desk_sockets",
    "Open sockets and streams.",
    ["transport", "audience"],
    multiprocess_mode="livesum",
)
REFUSED = Counter("desk_sockets_refused", "Sockets and streams that were not taken.", ["reason"])
FRAMES = Counter("desk_frames_sent", "Frames and parts sent to readers.", ["transport"])
BYTES = Counter("desk_bytes_sent", "Bytes of these frames and parts.", ["transport"])
RESETS = Counter("desk_hub_resets", "Times a hub read all of its window anew.", ["reason"])
HEALED = Counter(
    "desk_events_healed", "Events that a hub read in the journal, as no message of them had come."
)
GAPS = Counter("desk_gaps_healed", "Reads of the journal that found such events.")
HUB_LOOKED = Gauge(
    "desk_hub_looked_timestamp_seconds",
    "When the hub last read the journal.",
    multiprocess_mode="livemin",
)
HUB_LAG = Gauge(
    "desk_hub_lag_events",
    "Events that the journal had and the hub had not, at its last look.",
    multiprocess_mode="livemax",
)
HUB_LAG_SECONDS = Gauge(
    "desk_hub_lag_seconds",
    "Age of the oldest of these events.",
    multiprocess_mode="livemax",
)
RESYNCS = Counter("desk_resyncs", "Readers that had to read the list again.", ["reason"])
SLOW = Counter("desk_slow_readers_dropped", "Readers whose buffer stayed full.")
SIGNED_OUT = Counter("desk_sockets_signed_out", "Connections closed as their account may no more.")
TASKS = Gauge("desk_event_loop_tasks", "Tasks of the event loop.", multiprocess_mode="livesum")
HUB_POSITION = Gauge(
    "desk_hub_position", "The last event that the hub released.", multiprocess_mode="livemin"
)
FAN_OUT_CPU = Counter("desk_fan_out_cpu_seconds", "CPU time of sending events to readers.")
COMMIT_TO_FRAME = Histogram(
    "desk_commit_to_frame_seconds",
    "From an event's time to the end of its fan-out; of each fan-out's oldest event.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 15, 60),
)


for _transport in ("websocket", "events"):
    FRAMES.labels(_transport)
    BYTES.labels(_transport)
    for _audience in ("account", "anonymous"):
        SOCKETS.labels(_transport, _audience)
for _outcome in ("relayed", "dropped", "refused", "failed"):
    RELAY.labels(_outcome)
for _reason in ("other_epoch", "other_history", "history_gone"):
    RESETS.labels(_reason)
    RESYNCS.labels(_reason)
for _reason in ("ahead_of_head", "too_slow"):
    RESYNCS.labels(_reason)
for _reason in ("process", "address", "account", "origin", "cursor", "not_let_in", "journal"):
    REFUSED.labels(_reason)


def note_fan_out(time: str, *, position: int, cpu_seconds: float) -> None:
    """Record a fan-out by its oldest event. time: that of the event's text."""
    HUB_POSITION.set(position)
    FAN_OUT_CPU.inc(cpu_seconds)
    COMMIT_TO_FRAME.observe(_age(time))


def note_relayed(time: str, *, position: int) -> None:
    """Record what the subscriber has relayed, by its last event."""
    RELAY_POSITION.set(position)
    RELAY_SECONDS.observe(_age(time))


def note_poll(*, behind: int, oldest: str) -> None:
    """Record the missing events that a poll of the journal found. oldest: the first one's time."""
    HUB_LOOKED.set_to_current_time()
    HUB_LAG.set(behind)
    HUB_LAG_SECONDS.set(_age(oldest) if oldest else 0.0)


def _age(time: str) -> float:
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(time)
    return max(0.0, age.total_seconds())
