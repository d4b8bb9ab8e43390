"""The result of reading one row: Accepted or Refused. Reading raises no exception."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.core.exceptions import ValidationError

from forecasts.models import Forecast
from forecasts.rules.fields import PLAIN, ForecastFields
from forecasts.services import checked
from forecasts.texts import files as texts

from .temperatures import Celsius

LONGEST_SHOWN = 40  # characters of a refused value


class Accepted(NamedTuple):
    """A row fit to be imported. `number`: the line or entry of the file, from 1.

    rounded: the file's temperature had more than one decimal.
    """

    number: int
    forecast: Forecast
    rounded: bool = False

    def plain(self) -> list[object]:
        """Return the values of the plain fields, in their order."""
        return [getattr(self.forecast, field.name) for field in PLAIN]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that can't be a forecast: in which column (or ""), which value and why.

    records: its lines in the file, for --rejects: one, or the hours of a day; none in the JSON of
    other sources.
    """

    number: int
    column: str
    value: str
    reason: str
    records: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        cell = f"{self.column} {self.value}".strip()
        return texts.at(cell, self.reason)


Row = Accepted | Refused


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
    rounded = False
    for cell in cells:
        try:
            value = cell.read(cell.value)
        except ValueError as why:
            return Refused(number, cell.column, shown(cell.value), str(why))
        if isinstance(value, Celsius):
            rounded = value.rounded
        read[cell.field] = value.degrees if isinstance(value, Celsius) else value
    try:
        # The model's rules, so that the importer accepts the same values as the API and the forms.
        return Accepted(number, checked(**cast(ForecastFields, read)), rounded)
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
