"""NOAA GHCN-Daily: one file for each station (access/ and "by station").

Source: https://www.ncei.noaa.gov/pub/data/ghcn/daily/readme.txt
"""

from collections.abc import Sequence
from dataclasses import replace

from .base import Head, Layout, Table


class GhcnDaily(Table):
    """TMAX is in tenths of °C, −9999 is missing; NCEI's service may give °C, with a decimal."""

    name = "GHCN-Daily"
    needs = ("STATION", "DATE", "TMAX")
    date = "DATE"
    temperature = "TMAX"
    unit = "0.1C"
    location = "NAME"
    missing = ("-9999", "9999")
    quality = "{temperature}_ATTRIBUTES"

    def recognises(self, names: Sequence[str]) -> bool:
        """Return whether the header begins as NCEI writes it, unlike an order of CDO."""
        return super().recognises(names) and list(names[:2]) == ["STATION", "DATE"]

    def layout(self, head: Head) -> Layout:
        """Return the layout; values with a decimal point are no tenths."""
        layout = super().layout(head)
        if not layout.location:
            layout = replace(layout, location="STATION")
        decimals = any("." in value for value in head.column(self.temperature))
        return replace(layout, unit="C") if decimals else layout
