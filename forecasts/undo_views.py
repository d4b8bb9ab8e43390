"""Brings back a forecast that was deleted a moment ago: from a message's button, or the list's."""

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

from . import services, wording
from .models import Forecast
from .representation import as_data
from .undo import TooLateToUndo, Undo, deleted_forecast


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the deletion that the posted token is of: 410 when it is too late for that.

    Doing it twice is no failure: the forecast is back, which is what was asked for.
    """
    try:
        deleted = deleted_forecast(request.POST.get("token", ""), by=request.user)
        forecast = services.restore_forecast(deleted=deleted)
    except TooLateToUndo:
        return _refused(request)
    except ValidationError:
        there = Forecast.objects.filter(pk=deleted["id"]).first()
        if there is None:
            return _refused(request)
        forecast = there
    if _wants_json(request):
        return JsonResponse({"restored": as_data(forecast)})
    messages.success(request, wording.restored(forecast))
    return redirect(f"{reverse('forecasts:list')}#forecast-{forecast.pk}")


def deleted_message(request: HttpRequest, forecast: Forecast, undo: Undo) -> str:
    """Return the message that a forecast was deleted, with the button that undoes it."""
    context = {"words": wording.deleted(forecast), "undo": undo}
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
