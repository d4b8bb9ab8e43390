"""The page to delete a forecast. A stale deletion is answered with 409."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forecasts import services
from forecasts.forms.page_forms import VersionForm
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion
from forecasts.rules.public_form import as_data
from forecasts.undo import undo_of

from .answers import NO_FORECAST, page_of, prefers_json, stale_answer
from .undo import deleted_message

CONFIRM = "forecasts/confirm_delete.html"


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, forecast_id: int) -> HttpResponse:
    """Ask, then delete. The live list posts here too and takes its answer as JSON."""
    if request.method != "POST":
        return _confirm(request, get_object_or_404(Forecast, pk=forecast_id))
    form = VersionForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.BAD_REQUEST
        return _confirm(request, get_object_or_404(Forecast, pk=forecast_id), status=status)
    as_json = prefers_json(request)
    try:
        forecast = services.delete_forecast(
            forecast_id=forecast_id, expected_version=form.cleaned_data["version"]
        )
    except ForecastNotFound:
        if not as_json:
            raise Http404(NO_FORECAST) from None
        return JsonResponse({"detail": NO_FORECAST}, status=HTTPStatus.NOT_FOUND)
    except StaleVersion as stale:
        if not as_json:
            status = HTTPStatus.CONFLICT
            return _confirm(request, stale.current, status=status, stale=True)
        return stale_answer(stale)
    undo = undo_of(forecast, by=request.user)
    if as_json:
        return JsonResponse({"deleted": as_data(forecast), "undo": undo._asdict()})
    messages.success(request, deleted_message(request, forecast, undo))
    return redirect(page_of(request, forecast))


def _confirm(
    request: HttpRequest, forecast: Forecast, *, status: int = HTTPStatus.OK, stale: bool = False
) -> HttpResponse:
    return render(request, CONFIRM, {"forecast": forecast, "stale": stale}, status=status)
