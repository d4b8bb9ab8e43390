"""Which days a forecast may be for, and how a day is written in what programs and forms send."""

import datetime as dt
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

#: Inclusive. Beyond them calendars, time zones and databases begin to disagree.
EARLIEST: Final = dt.date(1800, 1, 1)
LATEST: Final = dt.date(2200, 12, 31)

_out_of_bounds = _("Send a day from 1800-01-01 to 2200-12-31.")

#: The rules of the model's field, and of every field that takes a forecast's day.
DAY_RULES: Final = [
    MinValueValidator(EARLIEST, _out_of_bounds),
    MaxValueValidator(LATEST, _out_of_bounds),
]

# strptime() and fromisoformat() take 2025-1-5, 20251025, 2025-W43-6 and the digits of any script.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_from(text: str) -> dt.date:
    """Return the day of YYYY-MM-DD. Raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not YYYY-MM-DD: {text[:40]!r}")
    return dt.date.fromisoformat(text)


class DayField(forms.DateField):
    """A day as YYYY-MM-DD, as browsers and programs send it, in every language."""

    # People leave blanks around what they type.
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
        """Let the browser say at once that a day is out of the bounds."""
        bounds = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        return {**super().widget_attrs(widget), **bounds}
