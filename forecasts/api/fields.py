"""The serializers' fields: stricter than REST framework's own."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from forecasts.db.days import day_from
from forecasts.models import COLDEST_C, HOTTEST_C
from weather.whole_numbers import whole_number


class TextField(serializers.CharField):
    """A text. A number is not turned into one, as REST framework's own field would do."""

    def to_internal_value(self, data: object) -> str:
        """Return the text. Raises ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = super().to_internal_value(data)
        return text


class DayField(serializers.DateField):
    """A day as YYYY-MM-DD, and in no other way."""

    def to_internal_value(self, value: Any) -> dt.date:
        """Return the day. Raises ValidationError."""
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        try:
            return day_from(value)
        except ValueError:
            self.fail("invalid", format="YYYY-MM-DD")


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


class CelsiusField(serializers.DecimalField):
    """A temperature: a number, or from a form the plain digits of one."""

    _plain = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the temperature. Raises ValidationError."""
        if isinstance(data, str):
            if not self._plain.fullmatch(data.strip()):
                self.fail("invalid")
            data = Decimal(data.strip())
        if isinstance(data, Decimal):
            data = _without_trailing_zeros(data)
        return super().to_internal_value(data)


def _without_trailing_zeros(number: Decimal) -> Decimal:
    """Give 21.50 as 21.5: a zero is no second decimal. What needs more decimals keeps them."""
    if not COLDEST_C <= number <= HOTTEST_C:
        return number
    tenths = number.quantize(Decimal("0.1"))
    return tenths if tenths == number else number
