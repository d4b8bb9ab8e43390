"""A form field for whole numbers."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
