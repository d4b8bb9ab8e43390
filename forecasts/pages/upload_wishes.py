"""Turns the form of the import page into the options of an import."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from forecasts.forms.upload_forms import ReadingForm
from forecasts.importing.command.file_options import missing_from, where_from
from forecasts.importing.rows.date_words import pattern_from
from forecasts.importing.sources.base import Wishes

T = TypeVar("T")


def wishes_of(form: ReadingForm) -> Wishes:
    """Return what a valid form asks for; then the form has an error for each unreadable value."""
    place, where = form.cleaned_data["place"], form.cleaned_data["where"]
    date_pattern = _read(
        form, "date_format", pattern_from, _("Write it with day, month and year: DD/MM/YYYY.")
    )
    missing = _read(form, "missing", missing_from, _("Write numbers such as -99, -999, or none."))
    return Wishes(
        columns=form.columns(),
        locations=(place,) if place else (),
        unit=form.cleaned_data["unit"],
        missing=missing,
        date_pattern=date_pattern or "",
        decimal=form.cleaned_data["decimal"],
        where=(where_from(where),) if where else (),
    )


def _read(form: ReadingForm, name: str, read: Callable[[str], T], error: str) -> T | None:
    text = form.cleaned_data[name]
    try:
        return read(text) if text else None
    except ValueError:
        form.add_error(name, error)
        return None
