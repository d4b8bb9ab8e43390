"""Decides how the dates of a table are read: from which columns, in which order, with hours."""

from collections.abc import Sequence
from typing import Any

from forecasts.importing.sources.base import Layout

from .column import Column
from .hour_column import refuse_hours_to_24, with_times
from .survey import Survey, survey
from .table_columns import date_column


def surveyed_dates(
    layout: Layout, names: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Layout, Column[Any], Survey]:
    """Return the layout, the date's column and what the sample shows. Raises BadColumns.

    A column of times beside the date is joined to it.
    """
    date, found = _survey(layout, names, rows)
    if not found.hours and len(date.places) == 1:
        joined = with_times(layout, names, rows)
        if joined is not layout:
            layout = joined
            date, found = _survey(layout, names, rows)
    return layout, date, found


def _survey(
    layout: Layout, names: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Column[Any], Survey]:
    date = date_column(layout, names)
    texts = [date.text(row) for row in rows]
    found = survey(texts, layout.date_pattern, layout.zone)
    if found.hours:
        refuse_hours_to_24(texts, layout.date)
    return date, found
