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
    """Return `read` followed by the model's rules for `field`, with a cache.

    value_of: the field's value in what `read` returns. The function raises ValueError.
    """
    return _Memory(field, read, value_of).__getitem__


class _Memory(dict[str, T]):
    # A dict subclass, because a cached text is then found without running Python code.

    def __init__(
        self, field: str, read: Callable[[str], T], value_of: Callable[[T], object]
    ) -> None:
        super().__init__()
        self._field = field
        self._read = read
        self._value_of = value_of

    def __missing__(self, text: str) -> T:
        result = self._read(text)
        try:
            checked_field(self._field, self._value_of(result))
        except ValidationError as why:
            raise ValueError(why.messages[0]) from None
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[text] = result
        return result
