"""Fields of whole numbers, for forms and for JSON, that take plain digits only."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from rest_framework import serializers

from weather.whole_numbers import whole_number

_SIGNED = re.compile(r"[+\-−]?[0-9]{1,19}")


class WholeField(forms.IntegerField):
    """A form's whole number: ASCII digits, perhaps a sign, perhaps blanks around them."""

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError."""
        if isinstance(value, str):
            value = value.strip()
            if value and not _SIGNED.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace("−", "-")
        return super().to_python(value)


class WholeNumberField(serializers.IntegerField):
    """A whole number of JSON, however it is written (10, 10.0, 1e1); from a form, its digits."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number. Raises ValidationError."""
        if isinstance(data, str):
            try:
                return whole_number(data)
            except ValueError:
                self.fail("invalid")
        if isinstance(data, bool) or not isinstance(data, int | Decimal):
            self.fail("invalid")
        # Bounded first: 1e999999 is a number of JSON, and its int has a million digits.
        if not -(2**63) <= data < 2**63 or data != int(data):
            self.fail("invalid")
        return int(data)
