"""Forms for changing many forecasts, in the admin and on the list."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecasts.db.text_rules import prohibit_surrogates
from forecasts.models import LARGEST_VERSION, Forecast
from forecasts.rules.fields import ForecastChanges

from .temperature_field import TemperatureField
from .whole_number_field import WholeField

#: Changed in one transaction, which holds the journal's lock; a page of the list has fewer.
MOST_SELECTED: Final = 200
LARGEST_ID: Final = 2**63 - 1
_ROW = re.compile("([0-9]{1,19}):([0-9]{1,19})", re.ASCII)


class BulkChange(TypedDict):
    """warmer_by in °C, later_by in days; location and summary are put in place if not ""."""

    warmer_by: Decimal | None
    later_by: int | None
    location: str
    summary: str


class BulkChangeForm(forms.Form):
    """The changes to all selected forecasts; empty fields stay unchanged."""

    warmer_by = TemperatureField(
        label=_("Add to the temperature (°C)"),
        help_text=_("Negative numbers make it colder."),
        required=False,
        min_value=-200,
        max_value=200,
    )
    later_by = WholeField(
        label=_("Move by days"),
        help_text=_("Negative numbers make it earlier."),
        required=False,
        min_value=-3660,
        max_value=3660,
    )
    location = forms.CharField(
        label=_("Location"), required=False, max_length=100, validators=[prohibit_surrogates]
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=200, validators=[prohibit_surrogates]
    )

    def clean(self) -> None:
        """Refuse a form that would change nothing."""
        if not self.errors and not any(self.change().values()):
            raise ValidationError(_("Enter at least one change: all fields are empty."))

    def change(self) -> BulkChange:
        """Return the changes of the valid form."""
        data = self.cleaned_data
        return BulkChange(
            warmer_by=data["warmer_by"],
            later_by=data["later_by"],
            location=data["location"],
            summary=data["summary"],
        )


class SelectedForm(forms.Form):
    """The selected forecasts, "12:3,15:1": id and version of each, as shown to the user."""

    selected = forms.CharField(widget=forms.HiddenInput())

    def clean_selected(self) -> dict[int, int]:
        """Return the versions by id."""
        found = [_ROW.fullmatch(each) for each in self.cleaned_data["selected"].split(",")]
        rows = [(int(match[1]), int(match[2])) for match in found if match]
        is_whole = len(dict(rows)) == len(found) and len(rows) <= MOST_SELECTED
        if not is_whole or any(
            pk > LARGEST_ID or version > LARGEST_VERSION for pk, version in rows
        ):
            text = _("Send 1 to %(most)d different forecasts as id:version, comma-separated.")
            raise ValidationError(text, params={"most": MOST_SELECTED})
        return dict(rows)


class ChangeSelectedForm(BulkChangeForm, SelectedForm):
    """The changes to the forecasts selected on the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "selected_%s"  # the page has other forms with these fields
        for field in self.visible_fields():
            field.field.widget.attrs.setdefault("class", "form-control")


def changed_fields(forecast: Forecast, change: BulkChange) -> ForecastChanges:
    """Return the changed fields. Raises OverflowError for a date out of range."""
    fields: ForecastChanges = {}
    if change["warmer_by"]:
        fields["temperature_c"] = forecast.temperature_c + change["warmer_by"]
    if change["later_by"]:
        fields["date"] = forecast.date + dt.timedelta(days=change["later_by"])
    if change["location"]:
        fields["location"] = change["location"]
    if change["summary"]:
        fields["summary"] = change["summary"]
    return fields
