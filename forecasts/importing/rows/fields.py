"""Reads cells by the model's rules, each distinct text once: files repeat themselves."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError

from forecasts.services import checked_field

T = TypeVar("T")

_MOST_KEPT = 100_000  # distinct texts of one column


def remembered(
    field: str, read: Callable[[str], T], value_of: Callable[[T], object]
) -> Callable[[str], T]:
    """Return `read` with the model's rules for `field` behind it, and a memory before it.

    value_of: the field's value in what `read` returns. The function raises ValueError.
    """
    known: dict[str, T] = {}

    def cell(text: str) -> T:
        if text in known:
            return known[text]
        result = read(text)
        try:
            checked_field(field, value_of(result))
        except ValidationError as why:
            raise ValueError(why.messages[0]) from None
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[text] = result
        return result

    return cell
