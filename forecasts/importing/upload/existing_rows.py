"""Counts the rows of an uploaded file whose day and place already have a forecast."""

from django.utils.translation import ngettext

from forecasts.importing.command.arguments import CHUNK_SIZE
from forecasts.importing.command.existing import ExistingForecasts
from forecasts.importing.rows.row import Accepted
from forecasts.texts import files as texts


class ExistingRows:
    """Takes the accepted rows in order; `numbers` has those of the existing ones after end()."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self._existing = ExistingForecasts()
        self._chunk: list[Accepted] = []

    def add(self, row: Accepted) -> None:
        """Take a row."""
        self._chunk.append(row)
        if len(self._chunk) == CHUNK_SIZE:
            self.end()

    def end(self) -> None:
        """Look up the rows that were taken since the last look."""
        _new, old = self._existing.split([row.forecast for row in self._chunk])
        there = {id(forecast) for forecast, _newest in old}
        self.numbers |= {row.number for row in self._chunk if id(row.forecast) in there}
        self._chunk = []


def about_existing(count: int, existing: str) -> str:
    """Return what an import does with that many existing rows; existing: "skip", "update", "add".

    "" if there is no such row.
    """
    if not count:
        return ""
    text = {
        "skip": ngettext(
            "%(count)s row is skipped: its day and place already have a forecast.",
            "%(count)s rows are skipped: their days and places already have a forecast.",
            count,
        ),
        "update": ngettext(
            "%(count)s row changes an existing forecast, if it differs.",
            "%(count)s rows change existing forecasts, if they differ.",
            count,
        ),
        "add": ngettext(
            "%(count)s row adds a forecast to a day and place that already have one.",
            "%(count)s rows add forecasts to days and places that already have one.",
            count,
        ),
    }[existing]
    return text % {"count": texts.count(count)}
