"""The followers' progress, for Prometheus: read from the database at each scrape."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from weather.journal.followers.selectors import Status, statuses


class Followers(Collector):
    """The followers' gauges; absent while the database is unreachable."""

    def collect(self) -> Iterator[Metric]:
        """Yield position, lag and parked entries of each follower."""
        try:
            found = statuses()
        except DatabaseError:
            return
        finally:
            connection.close()  # each scrape has a thread of its own
        yield from _gauges(found)


def _gauges(found: list[Status]) -> Iterator[Metric]:
    for name, words in (
        ("position", "The last entry that the follower has taken."),
        ("lag", "Entries that the follower has not taken."),
        ("lag_seconds", "Age of the oldest of them."),
        ("parked", "Entries that the follower went on without."),
    ):
        gauge = GaugeMetricFamily(f"desk_follower_{name}", words, labels=["follower"])
        for each in found:
            gauge.add_metric([each.name], getattr(each, name))
        yield gauge
