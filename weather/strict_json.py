"""Parts of strict JSON parsing, as hooks for json.loads(), that every reader of JSON shares."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any


def exact_number(text: str) -> Decimal:
    """Return the number without an intermediate float, which would turn 1e-400 into 0.

    NaN if the exponent exceeds Decimal's range.
    """
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def repeated_name(pairs: Sequence[tuple[str, Any]]) -> str | None:
    """Return the first name that an object has more than once, or None."""
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names):  # nearly always, and cheaper than to count
        return None
    counts = Counter(names)
    return next((name for name, count in counts.items() if count > 1), None)
