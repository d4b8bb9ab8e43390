"""The CSV that this project writes: every value is a forecast's, there are no codes."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from forecasts.importing.rows.columns import PLAIN_NAMES

from .base import Head, Layout, Table


class OurCsv(Table):
    """All fields by their public names; an older version wrote no plain ones."""

    name = gettext_noop("our own CSV")
    needs = ("date", "temperatureC", "summary", "location")
    temperature = "temperatureC"
    summary = "summary"
    location = "location"

    def layout(self, head: Head) -> Layout:
        """Return the layout; -99.9 °C is a valid value, not a code."""
        plain = {name: name for name in PLAIN_NAMES if name in head.names}
        return replace(super().layout(head), exact=True, plain=plain)
