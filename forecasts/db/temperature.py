"""Degrees Fahrenheit."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


# Each event of an import has one.
@lru_cache(maxsize=4096)
def fahrenheit(celsius: Decimal) -> int:
    """Return °F: °C × 9/5 + 32, rounded to a whole degree, halves away from zero."""
    exact = celsius * 9 / 5 + 32
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
