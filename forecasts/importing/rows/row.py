"""The result of reading one row: Taken or Refused. Reading raises no exception."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError

from forecasts.models import Forecast
from forecasts.rules.fields import ForecastFields
from forecasts.services import checked

LONGEST_SHOWN = 40  # characters of a refused value


@dataclass(frozen=True, slots=True)
class Taken:
    """A row fit to be imported. `number`: the line or entry of the file, from 1."""

    number: int
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that can't be a forecast: in which column (or ""), which value and why."""

    number: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        cell = f"{self.column} {self.value}".strip()
        return f"{cell}: {self.reason}" if cell else self.reason


Row = Taken | Refused


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: the model's field, the file's name for it, and how it is read."""

    field: str
    column: str
    value: object
    read: Callable[[Any], object]


def row_from(number: int, cells: Sequence[Cell]) -> Row:
    """Read the cells in order; the first that can't be read, or breaks a rule, refuses the row."""
    read: dict[str, object] = {"summary": "", "location": ""}
    for cell in cells:
        try:
            read[cell.field] = cell.read(cell.value)
        except ValueError as why:
            return Refused(number, cell.column, shown(cell.value), str(why))
    try:
        # The rules are the model's, so that the importer takes what every other door takes.
        return Taken(number, checked(**cast(ForecastFields, read)))
    except ValidationError as why:
        return _broken_rule(number, cells, why)


def shown(value: object) -> str:
    """Quote a value for a message: one printable line, cut when long."""
    if value is None:
        return "null"
    text = str(value)
    cut = text[:LONGEST_SHOWN]
    return (repr(cut) if isinstance(value, str) else cut) + "…" * (len(text) > LONGEST_SHOWN)


def _broken_rule(number: int, cells: Sequence[Cell], why: ValidationError) -> Refused:
    field, messages = next(iter(why.message_dict.items()))
    for cell in cells:
        if cell.field == field:
            return Refused(number, cell.column, shown(cell.value), messages[0])
    return Refused(number, field, "", messages[0])
