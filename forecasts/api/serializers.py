"""The JSON form of a forecast: validates input; the output is public_form.as_data()."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from forecasts.db.days import DAY_RULES
from forecasts.models import COLDEST_C, HOTTEST_C, LARGEST_VERSION, Forecast
from forecasts.rules.public_form import as_data

from .fields import CelsiusField, DayField, TextField, WholeNumberField
from .reading.values import shown

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastData

# Of fields that are not known, how many are named.
MOST_NAMED = 20
# What the browsable API's own form sends beside.
CSRF = "csrfmiddlewaretoken"


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
    version = WholeNumberField(
        min_value=1,
        max_value=LARGEST_VERSION,
        required=False,
        help_text="When changing: the version that the change was made against (optional).",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Return the values.

        Raises ValidationError, also for unknown names, invalid numbers and repeated form fields.
        Read-only fields may be sent back and are ignored.
        """
        if isinstance(data, Mapping) and (refused := dict(self._refused(data))):
            raise serializers.ValidationError(dict(islice(refused.items(), MOST_NAMED)))
        return super().to_internal_value(data)

    def _refused(self, data: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in data.items():
            if name == CSRF:
                continue
            if name not in self.fields:
                yield shown(str(name)), [_("A forecast has no such field.")]
            elif isinstance(value, Decimal) and not value.is_finite():
                yield name, [_("This is not a number.")]
            elif isinstance(data, QueryDict) and len(data.getlist(name)) > 1:
                yield name, [_("Send it once.")]

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
