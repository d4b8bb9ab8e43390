"""NOAA Climate Data Online: daily summaries of stations, in the unit that was ordered.

Source: https://www.ncei.noaa.gov/pub/data/cdo/documentation/GHCND_documentation.pdf
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from .base import Head, Layout, Table


class NoaaCdo(Table):
    """TMAX is in whole °F ("standard units") or in °C with a decimal ("metric units")."""

    name = "NOAA Climate Data Online"
    needs = ("DATE", "TMAX")
    date = "DATE"
    temperature = "TMAX"
    location = "NAME"
    missing = ("-9999", "9999")
    quality = "{temperature}_ATTRIBUTES"

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether it is an order of CDO; NCEI's own files begin with STATION, DATE."""
        known = super().recognises(names) and bool({"NAME", "STATION"} & set(names))
        return known and list(names[:2]) != ["STATION", "DATE"]

    def layout(self, head: Head) -> Layout:
        """Return the layout, with no unit where the values do not show it."""
        values = [value for value in head.column(self.temperature) if value]
        if any("." in value for value in values):
            return super().layout(head)
        doubt = _("whole numbers, as NOAA writes °F, and the file does not say the unit")
        return replace(super().layout(head), unit="", doubt=doubt, likely="F")
