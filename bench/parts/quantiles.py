"""Quantiles of measured times."""

from collections.abc import Sequence


def quantile(ordered: Sequence[float], q: float) -> float:
    """Return the value that `q` (0 … 1) of the ordered values do not exceed."""
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]
