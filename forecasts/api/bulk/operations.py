"""Reads the operations of a bulk request."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.conf import settings
from rest_framework.exceptions import ValidationError

from forecasts.api.refusals import PreconditionRequired
from forecasts.api.serializers import ForecastSerializer
from forecasts.models import LARGEST_VERSION
from forecasts.rules.changes import Change, Creation, Deletion, Update

MOST_OPERATIONS: Final = 1000
LARGEST_ID: Final = 2**63 - 1
_MEMBERS: Final = {
    "create": {"op", "forecast"},
    "update": {"op", "id", "version", "forecast"},
    "delete": {"op", "id", "version"},
}
#: The permission that each needs.
PERMISSIONS: Final = {
    "create": "forecasts.add_forecast",
    "update": "forecasts.change_forecast",
    "delete": "forecasts.delete_forecast",
}


class Operation(NamedTuple):
    """One operation: its change, or why it cannot be one."""

    op: str
    forecast_id: int | None
    change: Change | None
    refusal: ValidationError | PreconditionRequired | None = None


def operations_of(body: Any) -> list[Operation]:
    """Return the operations of the body. Raises ValidationError if it is not a bulk request."""
    if not isinstance(body, Mapping):
        raise ValidationError('Send {"operations": […]}.')
    if unknown := [name for name in body if name != "operations"]:
        raise ValidationError({str(unknown[0])[:100]: ["Send operations only."]})
    given = body.get("operations")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_OPERATIONS:
        raise ValidationError({"operations": [f"Send a list of 1 to {MOST_OPERATIONS}."]})
    reader = _Reader()
    return [reader.read(each) for each in given]


class _Reader:
    def __init__(self) -> None:
        # Created once: each serializer copies all of its fields.
        self._whole = ForecastSerializer()
        self._partial = ForecastSerializer(partial=True)
        self._seen: set[int] = set()

    def read(self, given: Any) -> Operation:
        op, forecast_id = "", None
        try:
            op = _op_of(given)
            if op != "create":
                forecast_id = self._id_of(given)
            return Operation(op, forecast_id, self._change(op, forecast_id, given))
        except (ValidationError, PreconditionRequired) as refusal:
            return Operation(op, forecast_id, None, refusal)

    def _change(self, op: str, forecast_id: int | None, given: Mapping[str, Any]) -> Change:
        if forecast_id is None:
            return Creation(self._fields(self._whole, given))
        version = _version_of(given)
        if op == "delete":
            return Deletion(forecast_id, version)
        return Update(forecast_id, self._fields(self._partial, given), version)

    def _id_of(self, given: Mapping[str, Any]) -> int:
        number = _whole(given.get("id"), 0, LARGEST_ID)
        if number is None:
            raise ValidationError({"id": ["Send the forecast's id."]})
        if number in self._seen:
            raise ValidationError({"id": ["Another operation has this forecast: send one of it."]})
        self._seen.add(number)
        return number

    def _fields(self, serializer: ForecastSerializer, given: Mapping[str, Any]) -> Any:
        if "forecast" not in given:
            raise ValidationError({"forecast": ["Send its fields."]})
        try:
            fields = dict(serializer.run_validation(given["forecast"]))
        except ValidationError as error:
            raise ValidationError({"forecast": error.detail}) from None
        if "version" in fields:
            raise ValidationError({"forecast": {"version": ["Send it beside the forecast."]}})
        return fields


def _op_of(given: Any) -> str:
    if not isinstance(given, Mapping):
        raise ValidationError("Send an object with op.")
    op = given.get("op")
    if not isinstance(op, str) or op not in _MEMBERS:
        raise ValidationError({"op": ["Send create, update or delete."]})
    if unknown := [name for name in given if name not in _MEMBERS[op]]:
        name = str(unknown[0])[:100].encode(errors="backslashreplace").decode()
        raise ValidationError({name: [f"{op} has no such member."]})
    return op


def _version_of(given: Mapping[str, Any]) -> int | None:
    version = given.get("version")
    if version is None and "version" not in given:
        if settings.REQUIRE_IF_MATCH:
            raise PreconditionRequired("Send the version that the forecast is at.")
        return None
    number = _whole(version, 1, LARGEST_VERSION)
    if number is None:
        raise ValidationError({"version": [f"Send a whole number, 1 … {LARGEST_VERSION}."]})
    return number


def _whole(value: Any, lowest: int, highest: int) -> int | None:
    """Return a whole number of JSON, however it is written (7, 7.0, 7e0), if it is within."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    # Bounded before the conversion: the int of 1e999999 would have a million digits.
    is_within = lowest <= value <= highest and value == int(value)
    return int(value) if is_within else None
