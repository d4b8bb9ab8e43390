"""Downloads of what the board shows, and its feed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecasts.exporting import feed
from forecasts.exporting.formats import FORMATS
from forecasts.exporting.reading import streamed
from forecasts.forms.filter_form import ExportForm
from forecasts.models import Forecast
from forecasts.reads.filters import BoardFilter

ATOM = "atom"


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with the forecasts that the address chooses, in the format of that name.

    What cannot be understood in the address is named (400): a file of other forecasts would be
    taken for the right one.
    """
    if name not in FORMATS and name != ATOM:
        raise Http404
    form = ExportForm(request.GET)
    if not form.is_valid():
        problems = [
            f"{form[field].label}: {error}"
            for field, errors in form.errors.items()
            for error in errors
        ]
        text = "\n".join(problems)
        plain = "text/plain; charset=utf-8"
        return HttpResponse(text, content_type=plain, status=HTTPStatus.BAD_REQUEST)
    chosen = replace(BoardFilter.of(form.cleaned_data), place=form.cleaned_data["place"])
    found = chosen.apply_to(Forecast.objects.all())
    if name == ATOM:
        return _feed(request, chosen)
    format_ = FORMATS[name]()
    body = _nothing() if request.method == "HEAD" else streamed(found, format_)
    response = StreamingHttpResponse(body, content_type=format_.media_type)
    file = f"forecasts-{timezone.localdate():%Y-%m-%d}.{format_.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _feed(request: HttpRequest, chosen: BoardFilter) -> HttpResponse:
    parts = [chosen.place or chosen.location, chosen.q]
    title = " · ".join([_("Forecasts"), *filter(None, parts)])
    text = feed.feed(
        chosen.apply_to(Forecast.objects.all()),
        title=title,
        address=request.build_absolute_uri(),
        site=request.build_absolute_uri(reverse("forecasts:list")),
    )
    return HttpResponse(text, content_type=feed.MEDIA_TYPE)


async def _nothing() -> AsyncIterator[str]:
    return
    yield
