"""Pages to create and edit a forecast. A stale edit is answered with 409."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forecasts import services
from forecasts.forms.page_forms import CreateForm, EditForm, ForecastForm
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion, SubmissionReused
from forecasts.rules.public_form import as_data
from forecasts.texts import sentences
from forecasts.texts.page import page_texts
from weather.journal.selectors import head

from .answers import NO_FORECAST, page_of, prefers_json, refused, stale_answer
from .live_form import Live

FORM = "forecasts/form.html"


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a forecast from the form, one however often the form is sent."""
    given = {"location": request.GET.get("location", "")}
    form = CreateForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            forecast = services.create_forecast(
                **form.fields_of_forecast(), submission=form.cleaned_data["submission"]
            )
        except ValidationError as error:
            form.refuse(error)
        except SubmissionReused as reused:
            # The user returned to a saved form and typed other values: ask instead of losing them.
            again = CreateForm.of_typed(form)
            return _form(request, again, made=reused.made, status=HTTPStatus.CONFLICT)
        else:
            return _saved(request, forecast)
    return _form(request, form)


@login_required
@permission_required("forecasts.change_forecast", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, forecast_id: int) -> HttpResponse:
    """Change a forecast. Someone else's change in between is shown beside what was typed.

    The live list posts here too and takes its answer as JSON.
    """
    if request.method != "POST":
        now = head()  # before the forecast: what changes after this reaches the form by the stream
        forecast = get_object_or_404(Forecast, pk=forecast_id)
        return _form(request, EditForm.of(forecast), live=Live.at(now, forecast))
    form = EditForm(request.POST)
    as_json = prefers_json(request)
    if not form.is_valid():
        return refused(form) if as_json else _edit_again(request, form, forecast_id)
    try:
        forecast = services.update_forecast(
            forecast_id=forecast_id,
            expected_version=form.cleaned_data["version"],
            **form.fields_of_forecast(),
        )
    except ValidationError as error:
        form.refuse(error)
    except StaleVersion as stale:
        return stale_answer(stale) if as_json else _stale_form(request, form, stale.current)
    except ForecastNotFound:
        if as_json:
            return JsonResponse({"detail": NO_FORECAST}, status=HTTPStatus.NOT_FOUND)
        # What was typed is kept: it can be saved as a new forecast.
        again = CreateForm.of_typed(form)
        return _form(request, again, gone=True, status=HTTPStatus.NOT_FOUND)
    else:
        return JsonResponse({"saved": as_data(forecast)}) if as_json else _saved(request, forecast)
    return refused(form) if as_json else _edit_again(request, form, forecast_id)


def _saved(request: HttpRequest, forecast: Forecast) -> HttpResponse:
    messages.success(request, sentences.saved(forecast))
    return redirect(f"{page_of(request, forecast)}#forecast-{forecast.pk}")


def _form(
    request: HttpRequest, form: ForecastForm, *, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    context = {"form": form, "texts": page_texts(), **context}
    return render(request, FORM, context, status=status)


def _edit_again(request: HttpRequest, form: EditForm, forecast_id: int) -> HttpResponse:
    now = head()
    current = Forecast.objects.filter(pk=forecast_id).first()
    version = form.cleaned_data.get("version") if form.is_bound else None
    live = current and Live.at(now, current, read_at=version)
    return _form(request, form, forecast_id=forecast_id, live=live)


def _stale_form(request: HttpRequest, form: EditForm, stale: Forecast) -> HttpResponse:
    now = head()
    # Read again, after the head: it may have changed or been deleted.
    current = Forecast.objects.filter(pk=stale.pk).first() or stale
    merged = form.against(current)
    merged.is_valid()
    context = {
        "current": current,
        "differences": merged.differences(current),
        "live": Live.at(now, current),
    }
    return _form(request, merged, status=HTTPStatus.CONFLICT, **context)
