"""The CSV that this project writes: every value is a forecast's, there are no codes."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from .base import Head, Layout, Table


class OurCsv(Table):
    """All four fields by their public names."""

    name = gettext_noop("our own CSV")
    needs = ("date", "temperatureC", "summary", "location")
    temperature = "temperatureC"
    summary = "summary"
    location = "location"

    def layout(self, head: Head) -> Layout:
        """Return the layout; -99.9 °C is a valid value, not a code."""
        return replace(super().layout(head), exact=True)
