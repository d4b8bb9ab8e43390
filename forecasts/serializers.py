"""The forecast's JSON: read by as_data(), written by the services."""

import re
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from .models import COLDEST_C, HOTTEST_C, Forecast
from .representation import ForecastData, as_data


class TextField(serializers.CharField):
    """A text. A number is not turned into one, as REST framework's own field would do."""

    def to_internal_value(self, data: object) -> str:
        """Return the text. Raises ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = super().to_internal_value(data)
        return text


class CelsiusField(serializers.DecimalField):
    """A temperature: a number, or from a form the plain digits of one."""

    _plain = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the temperature. Raises ValidationError."""
        if isinstance(data, str) and not self._plain.fullmatch(data.strip()):
            self.fail("invalid")
        return super().to_internal_value(data)


class ForecastSerializer(serializers.Serializer[Forecast]):
    """Validates what comes in; a missing or null text is ""."""

    id = serializers.IntegerField(read_only=True)
    date = serializers.DateField(help_text="ISO 8601, e.g. 2025-10-25.")
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
