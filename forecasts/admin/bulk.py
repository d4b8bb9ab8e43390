"""Changes or deletes many forecasts, each through the services with an event of its own."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecasts import services
from forecasts.db.text_rules import prohibit_surrogates
from forecasts.forms.temperature_field import TemperatureField
from forecasts.forms.whole_number_field import WholeField
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.fields import ForecastChanges

# Each change is a transaction of some milliseconds, and the page waits for all of them.
MOST_CHANGED = 1000
# Deleted in one transaction, which holds the journal's lock.
CHUNK = 500


class Outcome(Enum):
    """What became of one of the chosen forecasts."""

    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    REFUSED = "refused"


class BulkChange(TypedDict):
    """warmer_by in °C, later_by in days; location and summary are put in place if not ""."""

    warmer_by: Decimal | None
    later_by: int | None
    location: str
    summary: str


class BulkChangeForm(forms.Form):
    """Says what to change in all of the chosen forecasts; what is left empty stays."""

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
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Say what to change: all fields are empty."))

    def change(self) -> BulkChange:
        """Return what the valid form says."""
        data = self.cleaned_data
        return BulkChange(
            warmer_by=data["warmer_by"],
            later_by=data["later_by"],
            location=data["location"],
            summary=data["summary"],
        )


def change_all(forecast_ids: Iterable[int], change: BulkChange) -> Counter[Outcome]:
    """Change each of the forecasts; count what became of them."""
    return Counter(_change_one(forecast_id, change) for forecast_id in forecast_ids)


def delete_all(forecast_ids: Sequence[int]) -> int:
    """Delete those of the forecasts that are there; return how many that were."""
    return sum(
        len(services.delete_forecasts(forecast_ids=chunk)) for chunk in _chunks(forecast_ids)
    )


def _change_one(forecast_id: int, change: BulkChange) -> Outcome:
    while True:
        forecast = Forecast.objects.filter(pk=forecast_id).first()
        if forecast is None:
            return Outcome.GONE
        try:
            saved = services.update_forecast(
                forecast_id=forecast_id,
                expected_version=forecast.version,
                **_changed_fields(forecast, change),
            )
        except StaleVersion:
            continue  # changed by another request meanwhile: apply to the new version
        except ForecastNotFound:
            return Outcome.GONE
        except (ValidationError, OverflowError):
            return Outcome.REFUSED
        return Outcome.SAME if saved.version == forecast.version else Outcome.CHANGED


def _changed_fields(forecast: Forecast, change: BulkChange) -> ForecastChanges:
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


def _chunks(forecast_ids: Sequence[int]) -> Iterator[list[int]]:
    remaining = iter(forecast_ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
