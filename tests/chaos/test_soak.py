"""Which measurements of a soak count as growing."""

import pytest

from chaos.soak.samples import Sample, trends

pytestmark = pytest.mark.once


def run(
    *, memory_per_sample: int = 0, log_per_sample: int = 100, doubles: bool = False
) -> set[str]:
    """Return the quantities that grow in a run of 40 samples."""
    samples = []
    log = 0
    for number in range(40):
        log += log_per_sample * (2 if doubles and number > 25 else 1)
        memory = 100_000_000 + number * memory_per_sample
        samples.append(Sample("web1", number * 10.0, memory, 1000, 10, 1000, log))
    return {trend.name for trend in trends(samples) if not trend.is_flat}


def test_a_steady_run_does_not_grow() -> None:
    assert run() == set()


def test_memory_that_grows_is_found() -> None:
    assert run(memory_per_sample=1_000_000) == {"memory"}


def test_a_log_with_a_growing_rate_is_found() -> None:
    assert run(doubles=True) == {"log bytes/s"}
