"""The admin's form. It carries the version that it was rendered from and refuses a stale save."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecasts.forms.day_field import ForecastDayField
from forecasts.forms.temperature_field import TemperatureField
from forecasts.forms.whole_number_field import WholeField
from forecasts.models import Forecast
from forecasts.reads import history
from forecasts.reads.change import Change
from forecasts.rules.errors import ForecastNotFound
from forecasts.rules.fields import PUBLIC_NAMES
from weather.journal.selectors import head

if TYPE_CHECKING:
    _Form = forms.ModelForm[Forecast]
else:  # only the stubs know the model's type
    _Form = forms.ModelForm


class Difference(NamedTuple):
    """A field whose value in the form differs from the stored one.

    follows: it was not edited, so that the new value replaces it.
    """

    label: str
    current: Any
    typed: Any
    follows: bool


class Stale(NamedTuple):
    """The context of a refused save: the current forecast, and who changed it."""

    current: Forecast
    change: Change | None
    differences: dict[str, Difference]

    @property
    def is_conflict(self) -> bool:
        """Return whether an edited value differs from the stored one."""
        return not all(each.follows for each in self.differences.values())


class AdminForecastForm(_Form):
    """A forecast's fields; `stale` is set when the forecast has changed since the form was made.

    made_against: the version at that time; anything but the current one is refused.
    submission: identifies a repeated submission of a new forecast's form.
    """

    made_against = WholeField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    class Meta:
        model = Forecast
        fields = [*PUBLIC_NAMES]
        field_classes = {"date": ForecastDayField, "temperature_c": TemperatureField}
        widgets = {"temperature_c": AdminTextInputWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale: Stale | None = None
        if self.instance.pk is None:
            del self.fields["made_against"]
        else:
            del self.fields["submission"]
            self.initial["made_against"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        """Refuse a stale save. Raises ForecastNotFound when the forecast is gone."""
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        current = _locked(self.instance.pk)
        if self.cleaned_data.get("made_against") != current.version:
            self._refuse(current)
        return cleaned

    def _refuse(self, current: Forecast) -> None:
        differences = self._differences(current)
        latest = history.changes_of(current.pk, until=head().position, limit=1).changes
        self.stale = Stale(current, latest[0] if latest else None, differences)
        # The typed values are kept, now based on the current version shown beside them. A field
        # that was not edited takes the current value, so that saving does not revert it.
        data = {name: getattr(current, name) for name, each in differences.items() if each.follows}
        data["made_against"] = current.version
        self.data = {**dict(self.data.items()), **{self.add_prefix(k): v for k, v in data.items()}}
        message = _("Someone changed this forecast while you were editing it. It was not saved.")
        self.add_error(None, ValidationError(message, code="stale"))

    def _differences(self, current: Forecast) -> dict[str, Difference]:
        base = history.data_at(current.pk, self.cleaned_data.get("made_against") or 0)
        return {
            name: Difference(
                label=str(self.fields[name].label),
                current=getattr(current, name),
                typed=typed,
                follows=base is not None and self._is_as_it_was(name, base),
            )
            for name in PUBLIC_NAMES
            if (typed := self._typed(name)) != getattr(current, name)
        }

    def _typed(self, name: str) -> Any:
        # A value that breaks the field's rule is shown as it was typed.
        return self.cleaned_data.get(name, self[name].value())

    def _is_as_it_was(self, name: str, base: Mapping[str, Any]) -> bool:
        if name not in self.cleaned_data:
            return False
        was = self.fields[name].to_python(base[PUBLIC_NAMES[name]])
        return bool(was == self.cleaned_data[name])


def _locked(forecast_id: int) -> Forecast:
    # The row lock is held until the admin's transaction ends, so that no other request can change
    # the version between this check and the save.
    try:
        return Forecast.objects.select_for_update().get(pk=forecast_id)
    except Forecast.DoesNotExist:
        raise ForecastNotFound(forecast_id) from None
