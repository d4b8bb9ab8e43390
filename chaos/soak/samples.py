"""Samples of the processes' resources, and their trends."""

import csv
import re
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

import psutil

from tools.kit.desk import Desk

TOKEN = "only-for-this-run"
PROCESSES = ("web1", "api", "subscriber")
# What the figures of the last quarter may be above those of the second one.
ALLOWED = 1.10


@dataclass(frozen=True)
class Sample:
    """One process at one moment; `at` in seconds since the start, memory and log in bytes.

    log: what it has written up to now.
    """

    process: str
    at: float
    memory: int
    descriptors: int
    threads: int
    tasks: int
    log: int


def take(desk: Desk, began: float) -> list[Sample]:
    """Sample each process of a desk."""
    return [_of(desk, name, time.monotonic() - began) for name in PROCESSES]


def _of(desk: Desk, name: str, at: float) -> Sample:
    process = psutil.Process(desk.pid(name))
    return Sample(
        process=name,
        at=at,
        memory=process.memory_full_info().uss,
        descriptors=process.num_fds(),
        threads=process.num_threads(),
        tasks=_tasks(desk.web_url) if name == "web1" else 0,
        log=(desk.folder / f"{name}.log").stat().st_size,
    )


def _tasks(url: str) -> int:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    request = urllib.request.Request(f"{url}/metrics", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = re.search(r"^desk_event_loop_tasks (\S+)$", answer.read().decode(), re.MULTILINE)
    assert found, "no desk_event_loop_tasks in /metrics"
    return int(float(found[1]))


@dataclass(frozen=True)
class Trend:
    """A figure's median in the second and in the last quarter of a run."""

    process: str
    name: str
    before: float
    after: float

    @property
    def is_flat(self) -> bool:
        """Whether it grew by no more than 10 %, or by one or two of a small number."""
        return self.after <= max(self.before * ALLOWED, self.before + 2)


def trends(samples: Sequence[Sample]) -> list[Trend]:
    """Return every figure's trend. The first quarter is for caches and windows to fill."""
    found = []
    for process in dict.fromkeys(sample.process for sample in samples):
        of_it = [sample for sample in samples if sample.process == process]
        quarter = len(of_it) // 4
        assert quarter >= 2, "too few samples: let it run for longer"
        second, last = of_it[quarter : 2 * quarter], of_it[-quarter:]
        for name in ("memory", "descriptors", "threads", "tasks"):
            before, after = (
                median(getattr(sample, name) for sample in part) for part in (second, last)
            )
            found.append(Trend(process, name, before, after))
        found.append(Trend(process, "log bytes/s", _rate(second), _rate(last)))
    return found


def write(samples: Sequence[Sample], path: Path) -> None:
    """Write samples as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Sample)])
        writer.writerows(astuple(sample) for sample in samples)


def _rate(part: Sequence[Sample]) -> float:
    return (part[-1].log - part[0].log) / (part[-1].at - part[0].at)
