"""Describes a file that no source recognises."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from forecasts.importing.rows.columns import BadColumns, known_columns, listed, parts_of
from forecasts.importing.sources.base import Wishes
from forecasts.importing.sources.registry import documents
from forecasts.texts.options import option

from .table_columns import missing_column, not_in_header

_MONTHLY = re.compile(r"\byyyy\W+mm\b|\byear\W+month\b(?!\W+day\b)", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|[a-z]+[ >])", re.IGNORECASE)


def unknown_table(names: Sequence[str], lines: Sequence[str], wishes: Wishes) -> BadColumns:
    """Return the error for a table, with its columns."""
    top = "".join(lines)
    if _MARKUP.match(top):
        return BadColumns(_("looks like a web page or XML, not like a table or JSON"))
    if _MONTHLY.search(top):
        return BadColumns(_("looks like monthly values; a forecast is for a day"))
    for column in wishes.columns.values():
        if absent := [part for part in parts_of(column, names) if part not in names]:
            return not_in_header(names, absent[0])
    known = known_columns(names, wishes.columns)
    field = "temperatureC" if "date" in known else "date"
    return missing_column(field, names)


def no_other_value(day_of: str) -> BadColumns:
    """Return the error for --day-of min or mean with a file that has no hours."""
    reason = _(
        "%(day_of)s: needs the temperatures of hours, which this file does not have; leave it out, "
        "and choose a table's column with %(option)s"
    )
    named = {"day_of": option("day-of", day_of), "option": option("map", "COLUMN=temperatureC")}
    return BadColumns(reason % named)


def unknown_document(document: object) -> BadColumns:
    """Return the error for JSON, with its names."""
    known = ", ".join(sorted({_(source.name) for source in documents()} | {"Open-Meteo"}))
    reason = _("%(document)s; the JSON of these sources is read: %(names)s")
    return BadColumns(reason % {"document": _description(document), "names": known})


def _description(document: object) -> str:
    if isinstance(document, list):
        if not document:
            return _("an empty list")
        first = {"count": len(document), "first": _description(document[0])}
        return _("a list of %(count)s, the first of which is %(first)s") % first
    if isinstance(document, dict):
        names = listed([*map(str, document)]) or _("nothing")
        return _("an object of no known source, with %(names)s") % {"names": names}
    return _("neither an object nor a list of objects")
