"""Forms of the HTML pages. The services validate again."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecasts.db.text_rules import prohibit_surrogates
from forecasts.models import LARGEST_VERSION, Forecast
from forecasts.reads import history
from forecasts.rules.fields import PUBLIC_NAMES, ForecastFields
from forecasts.rules.public_form import as_data

from .day_field import ForecastDayField
from .temperature_field import TemperatureField
from .whole_number_field import WholeField


class VersionForm(forms.Form):
    """Carries the version that the page was rendered from."""

    version = WholeField(min_value=1, max_value=LARGEST_VERSION, widget=forms.HiddenInput())


class ForecastForm(forms.Form):
    """The fields of a forecast, by the model's names; temperature_c in °C."""

    location = forms.CharField(
        label=_("Location"),
        max_length=100,
        required=False,
        validators=[prohibit_surrogates],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date = ForecastDayField(label=_("Date"))
    temperature_c = TemperatureField(
        label=_("Temperature (°C)"), help_text=_("From −100 to 100, at most one decimal.")
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("A few words, such as “Warm” or “Rain by noon”."),
        max_length=200,
        required=False,
        validators=[prohibit_surrogates],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            field.field.widget.attrs.setdefault("class", "form-control")

    def fields_of_forecast(self) -> ForecastFields:
        """Return the cleaned values for the services."""
        return cast(ForecastFields, {name: self.cleaned_data[name] for name in PUBLIC_NAMES})

    def refuse(self, error: ValidationError) -> None:
        """Show a service's refusal at its field."""
        self.add_error(None, error)

    def differences(self, current: Forecast) -> list[dict[str, object]]:
        """Return each field whose typed value differs from the current forecast."""
        return [
            {
                "name": name,
                "label": self.fields[name].label,
                "current": getattr(current, name),
                "typed": typed,
            }
            for name, typed in self.fields_of_forecast().items()
            if getattr(current, name) != typed
        ]


class CreateForm(ForecastForm):
    """A new forecast's fields, and an id that identifies a repeated submission."""

    submission = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput())

    @classmethod
    def of_typed(cls, form: ForecastForm) -> "CreateForm":
        """Return a form for a new forecast with the values typed into another."""
        return cls({**dict(form.data.items()), "submission": str(uuid4())})


class EditForm(ForecastForm, VersionForm):
    """A forecast's fields and the version that they were read at."""

    @classmethod
    def of(cls, forecast: Forecast) -> "EditForm":
        """Return the form, filled with the current forecast."""
        names = (*PUBLIC_NAMES, "version")
        return cls(initial={name: getattr(forecast, name) for name in names})

    def against(self, current: Forecast) -> "EditForm":
        """Return the form with the typed values, rebased on `current`.

        Unedited fields take the current values, so that saving does not revert the other change.
        """
        theirs = {
            name: str(self.fields[name].prepare_value(getattr(current, name)))
            for name in self._untouched(current.pk)
        }
        version = str(current.version)
        return type(self)({**dict(self.data.items()), **theirs, "version": version})

    def _untouched(self, forecast_id: int) -> list[str]:
        found = history.data_at(forecast_id, self.cleaned_data["version"])
        read = dict(found) if found else {}
        typed = dict(as_data(Forecast(pk=forecast_id, **self.fields_of_forecast())))
        public = PUBLIC_NAMES.items()
        return [name for name, outside in public if typed[outside] == read.get(outside)]
