"""Changes or deletes the forecasts that are selected on the list, and undoes it.

The list's script posts here and gets JSON: the outcome of each, and a token for undoing. Each row
is guarded by the version that was shown; a refused row does not stop the others.
"""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecasts import services, undo_many
from forecasts.forms.bulk_change import (
    ChangeSelectedForm,
    SelectedForm,
    changed_fields,
)
from forecasts.models import Forecast
from forecasts.rules.changes import Deletion, Outcome, Update
from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.public_form import as_data
from forecasts.undo import TooLateToUndo

from .answers import refused

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastData

Result = dict[str, object]


@login_required
@permission_required("forecasts.change_forecast", raise_exception=True)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change the selected forecasts that are at their versions."""
    form = ChangeSelectedForm(request.POST)
    if not form.is_valid():
        return refused(form)
    selected: Mapping[int, int] = form.cleaned_data["selected"]
    before: dict[int, ForecastData] = {}
    updates: list[Update] = []
    found: dict[int, Outcome] = {pk: ForecastNotFound(pk) for pk in selected}
    for forecast in Forecast.objects.filter(pk__in=list(selected)).order_by("pk"):
        before[forecast.pk] = as_data(forecast)
        try:
            changes = changed_fields(forecast, form.change())
            updates.append(Update(forecast.pk, changes, selected[forecast.pk]))
        except OverflowError as error:  # a day that no calendar has
            found[forecast.pk] = ValidationError(str(error))
    outcomes = services.apply_changes(changes=updates, keeps_going=True)
    found |= {each.forecast_id: it for each, it in zip(updates, outcomes, strict=True)}
    changed = [
        undo_many.Change(before[pk], as_data(outcome))
        for pk, outcome in found.items()
        if isinstance(outcome, Forecast) and outcome.version != selected[pk]
    ]
    results = [_result(pk, found[pk], version, "changed") for pk, version in selected.items()]
    undo = undo_many.undo_of_changes(changed, by=request.user)
    return JsonResponse({"results": results, "undo": undo._asdict()})


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the selected forecasts that are at their versions."""
    form = SelectedForm(request.POST)
    if not form.is_valid():
        return refused(form)
    selected: Mapping[int, int] = form.cleaned_data["selected"]
    deletions = [Deletion(pk, version) for pk, version in selected.items()]
    outcomes = services.apply_changes(changes=deletions, keeps_going=True)
    results = [
        _result(pk, outcome, None, "deleted")
        for pk, outcome in zip(selected, outcomes, strict=True)
    ]
    deleted = [outcome for outcome in outcomes if isinstance(outcome, Forecast)]
    undo = undo_many.undo_of_deletions(deleted, by=request.user)
    return JsonResponse({"results": results, "undo": undo._asdict()})


@login_required
@permission_required("forecasts.change_forecast", raise_exception=True)
@require_POST
def undo_change(request: HttpRequest) -> HttpResponse:
    """Undo the changes that the posted token is of: 410 when it is too late for that."""
    return _undone(request, undo_many.undo_changes)


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_POST
def undo_delete(request: HttpRequest) -> HttpResponse:
    """Undo the deletions that the posted token is of: 410 when it is too late for that."""
    return _undone(request, undo_many.undo_deletions)


def _undone(request: HttpRequest, undo: Callable[..., Sequence[Forecast]]) -> HttpResponse:
    try:
        forecasts = undo(request.POST.get("token", ""), by=request.user)
    except TooLateToUndo:
        detail = {"detail": _("It is too late to undo this.")}
        return JsonResponse(detail, status=HTTPStatus.GONE)
    return JsonResponse({"restored": [as_data(forecast) for forecast in forecasts]})


def _result(pk: int, outcome: Outcome, version: int | None, done: str) -> Result:
    """Return the outcome for a forecast; "same": it had the values already."""
    match outcome:
        case Forecast():
            is_same = outcome.version == version
            name = "same" if is_same else done
            return {"id": pk, "outcome": name, "forecast": as_data(outcome)}
        case StaleVersion():
            return {"id": pk, "outcome": "stale", "forecast": as_data(outcome.current)}
        case ForecastNotFound():
            return {"id": pk, "outcome": "gone"}
        case ValidationError():
            return {"id": pk, "outcome": "refused"}
