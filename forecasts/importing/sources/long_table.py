"""Long tables: one measurement in each row, named by a column. One element has to be chosen."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forecasts.importing.rows.columns import BadColumns, known_columns, listed, normalised_name
from forecasts.texts.options import option

from .base import Head, Layout, Table

_ELEMENT = ("attr", "attribute", "element", "parameter", "variable", "datatype", "measure")
_VALUE = ("value", "data_value", "datavalue", "wert", "valeur")
_MOST_NAMED = 8


class LongTable(Table):
    """A column of names such as TMAX and PRCP, and one of values."""

    name = gettext_noop("a long table")

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether there is a column of names, one of values, and a date."""
        bare = [normalised_name(name) for name in names]
        return bool(set(_ELEMENT) & set(bare)) and bool(set(_VALUE) & set(bare))

    def layout(self, head: Head) -> Layout:
        """Return the layout for the rows of --where. Raises BadColumns without."""
        wishes = head.wishes
        element = next(name for name in head.names if normalised_name(name) in _ELEMENT)
        value = next(name for name in head.names if normalised_name(name) in _VALUE)
        if element not in dict(wishes.where):
            found = sorted(set(head.column(element)) - {""})
            likely = next((name for name in found if "max" in name.casefold()), "NAME")
            reason = _(
                "a long table, with one of %(names)s in each row: choose with "
                "%(option)s; where %(value)s is in tenths, use %(unit)s"
            )
            shown = {"names": listed(found[:_MOST_NAMED]), "value": value}
            choice = {"option": option("where", f"{element}={likely}")}
            raise BadColumns(reason % {**shown, **choice, "unit": option("unit", "0.1C")})
        known = known_columns(head.names, head.wishes.columns)
        layout = Layout(
            date=wishes.columns.get("date", known.get("date", "")),
            temperature=wishes.columns.get("temperatureC", value),
            unit="",
            location=known.get("location", ""),
            doubt=_("the file does not say the unit of %(column)s, which may be in tenths of °C")
            % {"column": value},
            likely="0.1C",
        )
        return replace(layout, location="") if layout.location == element else layout
