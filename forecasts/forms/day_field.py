"""Form fields for days."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forecasts.db.days import DAY_RULES, EARLIEST, LATEST, day_from


class DayField(forms.DateField):
    """A day as YYYY-MM-DD, as browsers and programs send it, in every language."""

    # Typed values may have blanks around them.
    strips = True
    default_error_messages = {"invalid": _("Enter a day as YYYY-MM-DD, such as 2025-10-25.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day. Raises ValidationError."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip() if self.strips else value
        if not text:
            return None
        try:
            return day_from(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ForecastDayField(DayField):
    """The day of a forecast, within the bounds; the browser's calendar knows them too."""

    default_validators = [*DAY_RULES]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser validate the range."""
        bounds = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        return {**super().widget_attrs(widget), **bounds}
