"""The response to a bulk request: a result for each operation, or why none was applied."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from rest_framework import exceptions

from forecasts.api.errors import api_exception
from forecasts.api.problem_documents import problem_of
from forecasts.models import Forecast
from forecasts.rules.changes import Outcome
from forecasts.rules.public_form import as_data

from .operations import Operation

_STATUS = {"create": HTTPStatus.CREATED, "update": HTTPStatus.OK, "delete": HTTPStatus.NO_CONTENT}


class BulkRefused(exceptions.APIException):
    """Nothing was applied: the first refusal's status, and the errors of all."""

    def __init__(self, refused: Mapping[int, Exception]) -> None:
        self.refusals = {place: api_exception(each) for place, each in refused.items()}
        first = next(iter(self.refusals.values()))
        super().__init__("Nothing was applied.", first.default_code)
        self.status_code = first.status_code
        self.problem_type = (
            "invalid"
            if isinstance(first, exceptions.ValidationError)
            else getattr(first, "problem_type", "")
        )
        by_place: dict[Any, Any] = {place: each.detail for place, each in self.refusals.items()}
        self.detail = {"operations": by_place}


def results(
    operations: Sequence[Operation], outcomes: Mapping[int, Outcome], *, with_forecasts: bool
) -> list[dict[str, Any]]:
    """Return a result for each operation."""
    return [
        _result(operation, outcomes.get(place) or operation.refusal, with_forecasts)
        for place, operation in enumerate(operations)
    ]


def _result(operation: Operation, outcome: object, with_forecast: bool) -> dict[str, Any]:
    known: dict[str, Any] = {"op": operation.op or None, "id": operation.forecast_id}
    if isinstance(outcome, Forecast):
        result = {**known, "id": outcome.pk, "status": _STATUS[operation.op].value}
        if with_forecast and operation.op != "delete":
            result["forecast"] = as_data(outcome)
        return result
    assert isinstance(outcome, Exception | ModelValidationError)
    refusal = api_exception(outcome)
    return {**known, "status": refusal.status_code, "problem": problem_of(refusal)}
