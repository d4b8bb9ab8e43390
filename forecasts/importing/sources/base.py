"""The base classes of sources: kinds of tables or JSON documents, recognised by content.

One file: what the author of a source reads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from re import Pattern
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Wishes:
    """The user's options about the file.

    columns: field → column (--map). missing: None for the usual codes. day_of: max, min or mean.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    locations: tuple[str, ...] = ()
    unit: str = ""
    missing: frozenset[Decimal] | None = None
    date_pattern: str = ""
    decimal: str = ""
    delimiter: str = ""
    encoding: str = ""
    skip_lines: int = 0
    where: tuple[tuple[str, str], ...] = ()
    day_of: str = "max"


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a table: the lines before its header, the header, some rows; and the options."""

    before: Sequence[str]
    names: Sequence[str]
    sample: Sequence[Sequence[str]]
    wishes: Wishes

    def column(self, name: str) -> list[str]:
        """Return the cells of a column in the sample."""
        place = list(self.names).index(name)
        return [row[place].strip() for row in self.sample if len(row) > place]


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a table: which column is what, in which unit, and which codes mean "missing".

    date: a column, or several as "Year+Month+Day". unit: "" if the file does not say it; then
    `doubt` is the reason and `likely` the unit that it looks like.
    places: the location for each value of the location column; place: that of all rows.
    missing: None for the usual codes. zone: of the times, if known. exact: a file of our own.
    assumed: the unit is a habit of the source, and not said in the file.
    plain: field → column, of the plain fields (rules/fields.py) that the file has.
    day_of: what of a day the temperatures of a table of days are: max, min or mean.
    quality: the column with the flags of the service's own check of the temperature, of which only
    those of failed values are set; "{temperature}" in it stands for the temperature's column.
    """

    date: str
    temperature: str
    unit: str = "C"
    summary: str = ""
    location: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    missing: frozenset[Decimal] | None = None
    where: tuple[tuple[str, str], ...] = ()
    date_pattern: str = ""
    zone: str = ""
    exact: bool = False
    assumed: bool = False
    doubt: str = ""
    likely: str = "C"
    plain: Mapping[str, str] = field(default_factory=dict)
    day_of: str = "max"
    quality: str = ""

    @property
    def quality_column(self) -> str:
        """The name of the column with the flags; "" if the source has none."""
        return self.quality.format(temperature=self.temperature)


class Table:
    """A source that publishes tables. A subclass is a source: see docs/importing.md.

    needs: names in its header. The others are those of Layout; missing: numbers as text.
    pattern, names: for files without a header, their first line and the columns to call them.
    """

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    date: ClassVar[str] = "date"
    temperature: ClassVar[str] = ""
    unit: ClassVar[str] = "C"
    summary: ClassVar[str] = ""
    location: ClassVar[str] = ""
    missing: ClassVar[tuple[str, ...]] = ()
    where: ClassVar[tuple[tuple[str, str], ...]] = ()
    date_pattern: ClassVar[str] = ""
    zone: ClassVar[str] = ""
    quality: ClassVar[str] = ""
    pattern: ClassVar[Pattern[str] | None] = None
    names: ClassVar[tuple[str, ...]] = ()

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether a header with these names is of this source."""
        return bool(self.needs) and set(self.needs) <= set(names)

    def split(self, cells: list[str]) -> Iterator[list[str]]:
        """Yield the rows that one line holds; only asked for tables without a header."""
        yield cells

    def layout(self, head: Head) -> Layout:
        """Return how to read the table. Raises BadColumns if the user has to choose."""
        return Layout(
            date=self.date,
            temperature=self.temperature,
            unit=self.unit,
            summary=self.summary if self.summary in head.names else "",
            location=self.location if self.location in head.names else "",
            missing=frozenset(map(Decimal, self.missing)),
            where=self.where,
            date_pattern=self.date_pattern,
            zone=self.zone,
            quality=self.quality,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A day, or an hour, of a JSON document.

    when: ISO 8601. value: what the document gives as the temperature, in `unit`, "" if unknown.
    gravity: of an hour's weather; the gravest gives the day its summary.
    plain: the values of a day's plain fields (rules/fields.py), by their public names.
    """

    when: object
    value: object
    unit: str = "C"
    summary: str = ""
    location: str = ""
    gravity: int = 0
    plain: Mapping[str, object] | None = None


class Document:
    """A source that publishes JSON. A subclass is a source: see docs/importing.md.

    column: the name of the temperature in the document, for messages.
    hours: the entries are hours. exact: a document of our own.
    coordinates: its places are known by them only, so that --location gives a better name.
    part_of_day: a document that has hours of one day only, as a forecast from now on may, is read.
    maxima: the temperature of an entry is a maximum, from which no other value can be computed.
    """

    name: ClassVar[str]
    column: ClassVar[str]
    unit: ClassVar[str] = "C"
    hours: ClassVar[bool] = True
    exact: ClassVar[bool] = False
    coordinates: ClassVar[bool] = False
    part_of_day: ClassVar[bool] = False
    maxima: ClassVar[bool] = False

    def recognises(self, document: object) -> bool:
        """Return whether the document is of this source."""
        raise NotImplementedError

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the days or hours of the document. Raises BadColumns."""
        raise NotImplementedError
