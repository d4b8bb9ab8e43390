"""Refuses a table whose temperatures may be of another unit."""

from collections.abc import Sequence
from contextlib import suppress

from forecasts.importing.rows.columns import UnitUnknown
from forecasts.importing.rows.temperatures import Temperatures
from forecasts.importing.sources.base import Layout
from forecasts.selectors import usual_temperature

from .plausible import doubt_about_celsius
from .season import doubt_about_season
from .survey import numbers_of
from .table_rows import TableRows

_SEASONS_OF = 2_000  # rows


def refuse_doubtful(layout: Layout, texts: Sequence[str], read: Temperatures) -> None:
    """Raise UnitUnknown if the unit is missing, or the values are implausible in it."""
    if not layout.unit:
        raise UnitUnknown(layout.doubt, layout.temperature, layout.likely)
    if layout.unit == "C" and not layout.exact:
        doubt = doubt_about_celsius(numbers_of(texts, read), assumed=layout.assumed)
        if doubt:
            raise UnitUnknown(doubt[0], layout.temperature, doubt[1])


def refuse_out_of_season(layout: Layout, table: TableRows, sample: Sequence[list[str]]) -> None:
    """Raise UnitUnknown if the place's other forecasts suggest another unit."""
    rows = []
    for cells in sample[:_SEASONS_OF]:
        with suppress(ValueError):
            day = table.date.read(table.date.text(cells)).day
            value = table.temperature.read(table.temperature.text(cells)).exact
            location = table.location.read(table.location.text(cells)) if table.location else ""
            rows.append(((location or table.place, day.month), value))
    if doubt := doubt_about_season(rows, usual_temperature):
        raise UnitUnknown(doubt[0], layout.temperature, doubt[1])
