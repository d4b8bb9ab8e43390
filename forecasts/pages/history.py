"""The history pages: of one forecast, and of all (activity)."""

import json
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecasts.models import Forecast
from forecasts.reads import history as changes
from forecasts.reads.history import Window
from forecasts.reads.imports import going_on, import_of
from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import as_data
from forecasts.taking_back import imports
from forecasts.texts import sentences
from forecasts.texts.imports import imported as sentence
from forecasts.texts.imports import taken_back
from forecasts.texts.page import page_texts
from weather.http.readers import is_told_names
from weather.journal.selectors import Head, head

PAGE_SIZE = 50
MOST_CHARACTERS = 100  # of a location
PAGE = "forecasts/changes.html"


@require_safe
def history(request: HttpRequest, forecast_id: int) -> HttpResponse:
    """Show what happened to a forecast, whether or not it is still there."""
    now = head()
    until = _until(request, now)
    names = is_told_names(signed_in=request.user.is_authenticated)
    window = changes.changes_of(forecast_id, until=until, limit=PAGE_SIZE, with_names=names)
    forecast = Forecast.objects.filter(pk=forecast_id).first()
    latest = _latest(forecast, forecast_id, now)
    context: dict[str, object] = {
        "forecast_id": forecast_id,
        "forecast": forecast,
        "heading": sentences.what(latest),
        "forecast_json": json.dumps(latest if forecast else None),
        "here": reverse("forecasts:history", args=[forecast_id]),
    }
    return _page(request, now, window, until, context)


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Show what happened to all forecasts, or to those of the place that the address names."""
    now = head()
    until = _until(request, now)
    names = is_told_names(signed_in=request.user.is_authenticated)
    place = request.GET.get("place", "")[:MOST_CHARACTERS]
    window = changes.changes(
        until=until, limit=PAGE_SIZE, with_names=names, place=place, now=now.position
    )
    here = reverse("forecasts:activity")
    context: dict[str, object] = {
        "heading": _("Activity in {place}").format(place=place) if place else _("Activity"),
        "here": f"{here}?{urlencode({'place': place})}" if place else here,
        "place": place,
    }
    return _page(request, now, window, until, context)


@require_safe
def imported(request: HttpRequest, correlation_id: str) -> HttpResponse:
    """Show what an import did, with the way to take it back. Raises Http404."""
    now = head()
    found = import_of(correlation_id, now=now.position)
    if found is None:
        message = "There is no such import."
        raise Http404(message)
    row, state = found
    said = taken_back if row.takes_back else sentence
    until = _until(request, now)
    names = is_told_names(signed_in=request.user.is_authenticated)
    window = changes.changes_of_import(row, until=until, limit=PAGE_SIZE, with_names=names)
    context: dict[str, object] = {
        "heading": said(row.actor if names else "", state.count, state.places),
        "here": reverse("forecasts:imported", args=[correlation_id]),
        "import": row,
        "can_be_taken_back": imports().filter(pk=row.pk).exists(),
        "names": names,
    }
    return _page(request, now, window, until, context)


def _latest(forecast: Forecast | None, forecast_id: int, now: Head) -> ForecastData:
    if forecast is not None:
        return as_data(forecast)
    last = changes.changes_of(forecast_id, until=now.position, limit=1).changes
    if not last:
        message = "Neither the forecasts nor the journal know it."
        raise Http404(message)
    found = last[0].forecast
    assert found is not None  # not an import
    return found


def _until(request: HttpRequest, now: Head) -> int:
    before = request.GET.get("before", "")
    # Longer numbers are no position, and more than a database can compare.
    if before.isascii() and before.isdigit() and len(before) <= len(str(now.position)):
        return min(int(before) - 1, now.position)
    return now.position


def _page(
    request: HttpRequest, now: Head, window: Window, until: int, context: dict[str, object]
) -> HttpResponse:
    context |= {
        "head": now,
        "window": window,
        "is_latest": until == now.position,
        "page_size": PAGE_SIZE,
        "going_on": going_on(now.position, place=str(context.get("place", ""))),
        "texts": page_texts(),
    }
    return render(request, PAGE, context)
