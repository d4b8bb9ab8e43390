"""The forecast's JSON: read by as_data(), written by the services."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from .days import DAY_RULES, day_from
from .models import COLDEST_C, HOTTEST_C, Forecast
from .representation import ForecastData, as_data

# Of fields that are not known, how many are named, and how much of each name. Characters.
MOST_NAMED, LONGEST_NAME = 20, 100
# What the browsable API's own form sends beside.
_CSRF = "csrfmiddlewaretoken"


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


class ForecastSerializer(serializers.Serializer[Forecast]):
    """Validates what comes in; a missing or null text is ""."""

    id = serializers.IntegerField(read_only=True)
    date = DayField(validators=DAY_RULES, help_text="YYYY-MM-DD, from 1800-01-01 to 2200-12-31.")
    temperatureC = CelsiusField(  # noqa: N815 - the name that travels
        source="temperature_c",
        max_digits=4,
        decimal_places=1,
        min_value=Decimal(COLDEST_C),
        max_value=Decimal(HOTTEST_C),
        coerce_to_string=False,
        help_text="°C, −100 … 100, at most one decimal.",
    )
    temperatureF = serializers.IntegerField(  # noqa: N815
        source="temperature_f", read_only=True, help_text="°F, computed and rounded."
    )
    summary = TextField(
        max_length=200, allow_blank=True, allow_null=True, default="", help_text="At most 200."
    )
    location = TextField(
        max_length=100, allow_blank=True, allow_null=True, default="", help_text="At most 100."
    )
    version = serializers.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        help_text="When changing: the version that the change was made against (optional).",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Return the values. Raises ValidationError, also for names that a forecast has not.

        Those that are read only may be sent back as they were read, and change nothing.
        """
        if isinstance(data, Mapping):
            unknown = [_shown(name) for name in data if name not in self.fields and name != _CSRF]
            if unknown:
                refusal = [_("A forecast has no such field.")]
                raise serializers.ValidationError(dict.fromkeys(unknown[:MOST_NAMED], refusal))
        return super().to_internal_value(data)

    def validate_summary(self, value: str | None) -> str:
        """Take null for an absent summary."""
        return value or ""

    def validate_location(self, value: str | None) -> str:
        """Take null for an absent location."""
        return value or ""

    def to_representation(self, instance: Forecast) -> Any:
        """Return the public form, the same that events carry."""
        data: ForecastData = as_data(instance)
        return data


def _shown(name: object) -> str:
    # Half of a surrogate pair can be a name in JSON, and no answer can carry it.
    return str(name)[:LONGEST_NAME].encode(errors="backslashreplace").decode()
