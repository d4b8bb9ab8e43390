"""Writes chunks of forecasts."""

from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from django.db import DatabaseError, transaction

from forecasts.import_records import (
    begin_import,
    end_import,
    extend_import,
    remember_imported_file,
)
from forecasts.models import Forecast, Import
from forecasts.rules.fields import WRITTEN, ForecastChanges
from forecasts.services import import_checked, update_forecasts

from .chunks import Written
from .existing import ExistingForecasts

# The fields that an existing forecast gets, and their values where a file has none.
_CHANGED = {
    field.name: field.default for field in WRITTEN if field.name not in {"date", "location"}
}


class Writer:
    """Writes chunks.

    existing: "skip", "update" or "add"; digest and name: the file's, remembered before the first
    chunk.
    """

    def __init__(self, existing: str, *, digest: str, dry_run: bool, name: str = "") -> None:
        self._existing = existing
        self._digest = digest
        self._dry_run = dry_run
        self._name = name
        self._begun: Import | None = None
        self._count = 0
        self._touched: list[Forecast] = []
        self._existing_forecasts = ExistingForecasts()

    def __call__(self, rows: Sequence[Forecast]) -> Written:
        """Write the chunk in one transaction and return the outcome."""
        if self._begun is None and not self._dry_run:
            remember_imported_file(digest=self._digest)
            self._begun = begin_import(name=self._name)
        with transaction.atomic():
            self._touched = []
            written = self._write(rows)
            if self._begun is not None:
                extend_import(begun=self._begun, forecasts=self._touched)
        self._count += written.made
        return written

    def pass_over(self, row: Forecast) -> None:
        """Remember a row that an earlier import wrote."""
        self._existing_forecasts.pass_over(row)

    def end(self) -> None:
        """Remember how many forecasts the import made, if it began."""
        # If the database is lost, its error is reported instead; the import can still be undone.
        with suppress(DatabaseError):
            if self._begun is not None:
                end_import(begun=self._begun, made=self._count)

    def _write(self, rows: Sequence[Forecast]) -> Written:
        if self._existing == "add":
            return self._made(rows, Written(0))
        new, old = self._existing_forecasts.split(rows)
        if self._existing == "skip":
            return self._made(new, Written(0, skipped=len(old)))
        changes = {there.pk: _changes(row) for row, there in old}
        if not self._dry_run:
            self._touched += update_forecasts(changes=changes)
        changed = len(old) if self._dry_run else len(self._touched)
        return self._made(new, Written(0, updated=changed, skipped=len(old) - changed))

    def _made(self, rows: Sequence[Forecast], others: Written) -> Written:
        if not self._dry_run:
            self._touched += import_checked(forecasts=rows)
        return others._replace(made=len(rows))


def _changes(row: Forecast) -> ForecastChanges:
    # A file without a field, such as the summary, keeps the existing values.
    values = {name: getattr(row, name) for name in _CHANGED}
    given = {name: value for name, value in values.items() if value != _CHANGED[name]}
    return cast(ForecastChanges, given)
