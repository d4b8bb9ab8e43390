"""The JSON form of a subscription, its deliveries and their attempts."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from rest_framework import serializers

from forecasts.api.fields import TextField, WholeNumberField
from forecasts.api.reading.values import shown
from forecasts.api.serializers import CSRF, MOST_NAMED
from forecasts.webhooks.models import Attempt, Delivery, Subscription

#: The public names by the model's.
NAMES = {"event_types": "eventTypes", "is_active": "isActive"}


class _Switch(serializers.BooleanField):
    """true or false, and nothing that stands for them."""

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return bool(data)


class SubscriptionSerializer(serializers.ModelSerializer[Subscription]):
    """A webhook. An empty list of types or locations lets all through."""

    url = TextField(
        max_length=500,
        trim_whitespace=False,
        help_text="Where events are sent to: https://example.org/hook.",
    )
    eventTypes = serializers.ListField(  # noqa: N815
        source="event_types", child=TextField(max_length=100), max_length=50, required=False
    )
    locations = serializers.ListField(
        child=TextField(max_length=100, trim_whitespace=False, allow_blank=True),
        max_length=50,
        required=False,
    )
    isActive = _Switch(  # noqa: N815
        source="is_active", required=False, help_text="Activating it makes up for failures."
    )
    disabledBecause = serializers.CharField(source="disabled_because", read_only=True)  # noqa: N815
    createdAt = serializers.DateTimeField(source="created_at", read_only=True)  # noqa: N815

    class Meta:
        model = Subscription
        fields = [
            *["id", "url", "eventTypes", "locations", "isActive", "disabledBecause", "createdAt"]
        ]

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields. Raises ValidationError, for unknown ones too."""
        _refuse_unknown(self, data)
        return super().to_internal_value(data)


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One request. `seconds`: how long it took."""

    class Meta:
        model = Attempt
        fields = ["time", "status", "seconds", "error", "answer"]


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """An event for the webhook, and the state of its delivery."""

    eventId = serializers.CharField(source="event_id", read_only=True)  # noqa: N815
    nextAttemptAt = serializers.DateTimeField(source="next_at", read_only=True)  # noqa: N815
    createdAt = serializers.DateTimeField(source="created_at", read_only=True)  # noqa: N815
    log = AttemptSerializer(many=True, read_only=True)

    class Meta:
        model = Delivery
        fields = ["id", "eventId", "position", "type", "state", "nextAttemptAt", "createdAt", "log"]


class _Id(WholeNumberField):
    """A whole number of JSON, and no text."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ReplaySerializer(serializers.Serializer[Any]):
    """Which deliveries to send again; without `deliveries`, those that failed."""

    deliveries = serializers.ListField(
        child=_Id(min_value=1, max_value=2**63 - 1),
        max_length=1000,
        required=False,
        write_only=True,
    )
    replayed = serializers.IntegerField(read_only=True)

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields. Raises ValidationError, for unknown ones too."""
        _refuse_unknown(self, data)
        return super().to_internal_value(data)


def _refuse_unknown(serializer: Any, data: Any) -> None:
    if isinstance(data, Mapping):
        known = {*serializer.fields, CSRF}
        unknown = [shown(str(name)) for name in data if name not in known][:MOST_NAMED]
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(unknown, "There is no such field."))


def by_public_name(error: ModelValidationError) -> serializers.ValidationError:
    """Return a service's refusal with the API's names."""
    return serializers.ValidationError(
        {NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
    )
