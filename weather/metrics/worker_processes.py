"""Memory, descriptors and CPU time of each worker; prometheus-client has one process's only."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from prometheus_client import ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector


class WorkerProcesses(Collector):
    """The process metrics of every live worker, by its process id.

    folder: that of several_processes, where a live worker has files of live gauges.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Read /proc of each worker."""
        merged: dict[str, Metric] = {}
        for pid in self._workers():
            for metric in ProcessCollector(pid=partial(str, pid), registry=None).collect():
                into = merged.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    into.add_sample(sample.name, {"pid": pid}, sample.value)
        yield from merged.values()

    def _workers(self) -> list[str]:
        files = self._folder.glob("gauge_live*_*.db")
        return sorted({file.stem.rpartition("_")[2] for file in files})
