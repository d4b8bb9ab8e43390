"""Restores a forecast that was just deleted."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forecasts import undo as undoing
from forecasts.models import Forecast
from forecasts.rules.public_form import as_data
from forecasts.texts import sentences
from forecasts.undo import Undo


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the deletion that the posted token is of: 410 when it is too late for that.

    Doing it twice is no failure: the forecast is back, which is what was asked for.
    """
    try:
        forecast = undoing.undo(request.POST.get("token", ""), by=request.user)
    except (undoing.TooLateToUndo, ValidationError):
        return _refused(request)
    if _wants_json(request):
        return JsonResponse({"restored": as_data(forecast)})
    messages.success(request, sentences.restored(forecast))
    return redirect(f"{reverse('forecasts:list')}#forecast-{forecast.pk}")


def deleted_message(request: HttpRequest, forecast: Forecast, undo: Undo) -> str:
    """Return the message that a forecast was deleted, with the button that undoes it."""
    context = {"words": sentences.deleted(forecast), "undo": undo}
    return render_to_string("forecasts/_deleted_message.html", context, request)


def _refused(request: HttpRequest) -> HttpResponse:
    words = _("It is too late to undo this.")
    if _wants_json(request):
        return JsonResponse({"detail": words}, status=HTTPStatus.GONE)
    messages.error(request, words)
    return redirect("forecasts:list")


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"
