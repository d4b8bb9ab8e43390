"""The JSON form of a forecast: validates input; the output is public_form.as_data()."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from forecasts.db.days import DAY_RULES, day_from
from forecasts.models import COLDEST_C, HOTTEST_C, LARGEST_VERSION, Forecast
from forecasts.rules.public_form import as_data
from weather.whole_numbers import whole_number

from .reading.values import shown

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastData

# Of fields that are not known, how many are named.
MOST_NAMED = 20
# What the browsable API's own form sends beside.
CSRF = "csrfmiddlewaretoken"


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
