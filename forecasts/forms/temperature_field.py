"""A form field for temperatures that accepts a decimal point or comma."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from forecasts.models import COLDEST_C, HOTTEST_C

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class TemperatureField(forms.DecimalField):
    """°C with at most one decimal, by default from COLDEST_C to HOTTEST_C.

    Shown in the format of the language; accepted with a point or a comma. Not an input of type
    "number", which silently turns a typed "2,5" into 25 where it expects the point; and without
    inputmode, since the decimal keyboards of some telephones have no minus.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        rules = {"min_value": COLDEST_C, "max_value": HOTTEST_C}
        super().__init__(**{**rules, "max_digits": 4, "decimal_places": 1, **kwargs})

    def to_python(self, value: Any) -> Any:
        """Return the typed value as a Decimal. Raises ValidationError."""
        if isinstance(value, str):
            value = value.strip().replace(",", ".").replace("−", "-")
            # Decimal() also takes 1E1, 2_1, NaN and the digits of every script.
            if value and not _PLAIN.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Format a number for the language; return typed text unchanged."""
        return localize(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser validate the format while typing."""
        return {
            **super().widget_attrs(widget),
            "autocomplete": "off",
            "pattern": r"\s*[+\-−]?\d{1,3}([.,]\d?)?\s*",
            "title": _("A number with at most one decimal, such as −7.5"),
        }
