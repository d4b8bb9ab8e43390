"""This project's own JSON: what GET /api/weatherforecast answers, as a list or line by line."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from forecasts.importing.rows.columns import PLAIN_NAMES

from .base import Document, Entry
from .json_paths import at, items


class OurJson(Document):
    """Forecasts by their public names."""

    name = gettext_noop("our own JSON")
    column = "temperatureC"
    hours = False
    exact = True

    def recognises(self, document: object) -> bool:
        """Return whether it is a list of forecasts, or a page of them under "results"."""
        first = at(document, 0) if isinstance(document, list) else at(document, "results", 0)
        return is_ours(first)

    def entries(self, document: object) -> Iterator[Entry]:
        """Yield the forecasts."""
        rows = document if isinstance(document, list) else items(document, "results")
        for row in rows:
            yield entry_of(row)


def is_ours(row: object) -> bool:
    """Return whether an object has a forecast's two required names."""
    return isinstance(row, dict) and {"date", "temperatureC"} <= set(row)


def entry_of(row: object) -> Entry:
    """Return a forecast's fields."""
    return Entry(
        when=at(row, "date"),
        value=at(row, "temperatureC"),
        summary=at(row, "summary") or "",
        location=at(row, "location") or "",
        plain={name: at(row, name) for name in PLAIN_NAMES} if PLAIN_NAMES else None,
    )
