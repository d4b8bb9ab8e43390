"""Tables of unknown sources, whose columns have common names, or are named by --map."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from forecasts.importing.rows.columns import PLAIN_NAMES, known_columns
from forecasts.importing.rows.units import unit_in

from .base import Head, Layout, Table


class AnyTable(Table):
    """A date and a temperature by common names, such as "Date" and "Température (°C)"."""

    name = gettext_noop("a table")

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether the header has a date and a temperature."""
        return {"date", "temperatureC"} <= set(known_columns(names))

    def layout(self, head: Head) -> Layout:
        """Return the layout by the names alone; what is not found is ""."""
        known = known_columns(head.names, head.wishes.columns)
        temperature = known.get("temperatureC", "")
        return Layout(
            date=known.get("date", ""),
            temperature=temperature,
            unit=unit_in(temperature) or "C",
            assumed=not unit_in(temperature),
            summary=known.get("summary", ""),
            location=known.get("location", ""),
            plain={name: known[name] for name in PLAIN_NAMES if name in known},
        )
