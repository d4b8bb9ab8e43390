"""The options of a run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """quick: shorter trials, for a look. repeats: how often each figure is measured.

    sockets: the numbers of sockets. plots: whether they are drawn, beside the page. only:
    contestants whose name has one of these in it; all of them if empty.
    """

    sockets: tuple[int, ...]
    repeats: int
    quick: bool
    plots: bool = False
    only: tuple[str, ...] = ()

    @property
    def trial_seconds(self) -> float:
        """How long a trial at one rate lasts."""
        return 1.0 if self.quick else 3.0

    @property
    def latency_seconds(self) -> float:
        """How long latencies are taken."""
        return 3.0 if self.quick else 10.0
