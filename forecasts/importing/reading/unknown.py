"""Describes a file that no source recognises."""

import re
from collections.abc import Sequence

from forecasts.importing.rows.columns import BadColumns, known_columns, listed, parts_of
from forecasts.importing.sources.base import Wishes
from forecasts.importing.sources.registry import documents

from .table_columns import missing_column

_MONTHLY = re.compile(r"\byyyy\W+mm\b|\byear\W+month\b(?!\W+day\b)", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|[a-z]+[ >])", re.IGNORECASE)


def unknown_table(names: Sequence[str], lines: Sequence[str], wishes: Wishes) -> BadColumns:
    """Return the error for a table, with its columns."""
    top = "".join(lines)
    if _MARKUP.match(top):
        return BadColumns("looks like a web page or XML, not like a table or JSON")
    if _MONTHLY.search(top):
        return BadColumns("looks like monthly values; a forecast is for a day")
    for column in wishes.columns.values():
        if absent := [part for part in parts_of(column, names) if part not in names]:
            return BadColumns(f"not in the header ({listed(names)})", absent[0])
    known = known_columns(names, wishes.columns)
    field = "temperatureC" if "date" in known else "date"
    return missing_column(field, names)


def unknown_document(document: object) -> BadColumns:
    """Return the error for JSON, with its names."""
    known = ", ".join(sorted({source.name for source in documents()} | {"Open-Meteo"}))
    return BadColumns(f"{_description(document)}; the JSON of these sources is read: {known}")


def _description(document: object) -> str:
    if isinstance(document, list):
        if not document:
            return "an empty list"
        return f"a list of {len(document)}, the first of which is {_description(document[0])}"
    if isinstance(document, dict):
        return f"an object of no known source, with {listed([*map(str, document)]) or 'nothing'}"
    return "neither an object nor a list of objects"
