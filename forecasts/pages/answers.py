"""Answers to what was posted: in JSON for the live list, or by the list's page."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone

from forecasts.db.sort_order import BY_DATE
from forecasts.models import Forecast
from forecasts.reads.paging import page_number
from forecasts.rules.errors import StaleVersion
from forecasts.rules.public_form import as_data

from .board import grouping_of

NO_FORECAST = "There is no such forecast."


def refused(form: forms.Form) -> JsonResponse:
    """Return what is wrong, by the form's fields; "__all__" for the form as a whole."""
    errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
    return JsonResponse({"errors": errors}, status=HTTPStatus.BAD_REQUEST)


def stale_answer(stale: StaleVersion) -> JsonResponse:
    """Return the forecast as it is now, to someone who knew an older version."""
    detail = {"detail": str(stale), "current": as_data(stale.current)}
    return JsonResponse(detail, status=HTTPStatus.CONFLICT)


def prefers_json(request: HttpRequest) -> bool:
    """Return whether a script asks, not a form."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def page_of(request: HttpRequest, forecast: Forecast) -> str:
    """Return the address of the list's page that has a forecast."""
    by = grouping_of(request)
    number = page_number(forecast, by=by, today=timezone.localdate() if by == BY_DATE else None)
    query = f"?page={number}" if number != 1 else ""
    return f"{reverse('forecasts:list')}{query}"
