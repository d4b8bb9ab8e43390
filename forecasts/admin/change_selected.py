"""The admin action that changes the selected forecasts: a form, then a report."""

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forecasts.forms.bulk_change import BulkChangeForm
from forecasts.models import Forecast

from .bulk import MOST_CHANGED, Outcome, change_all

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Forecast]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin

TEMPLATE = "admin/forecasts/forecast/change_selected.html"


@admin.action(description=gettext_lazy("Change selected forecasts…"), permissions=["change"])
def change_selected(
    model_admin: _Admin, request: HttpRequest, queryset: QuerySet[Forecast]
) -> HttpResponse | None:
    """Ask what to change, or change it; one event for each forecast that changes."""
    forecast_ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_CHANGED + 1])
    if len(forecast_ids) > MOST_CHANGED:
        text = _("Select at most %(count)d forecasts for one change.")
        messages.error(request, text % {"count": MOST_CHANGED})
        return None
    form = BulkChangeForm(request.POST if "apply" in request.POST else None)
    if form.is_valid():
        _tell(request, change_all(forecast_ids, form.change()))
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Change several forecasts"),
        "opts": model_admin.opts,
        "form": form,
        "count": len(forecast_ids),
        "chosen": queryset[:10],
        "queryset": queryset,
        "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, TEMPLATE, context)


def _tell(request: HttpRequest, outcomes: Counter[Outcome]) -> None:
    changed = outcomes[Outcome.CHANGED]
    text = ngettext("%(count)d forecast changed.", "%(count)d forecasts changed.", changed)
    messages.success(request, text % {"count": changed})
    if same := outcomes[Outcome.SAME]:
        text = ngettext(
            "%(count)d already had these values.", "%(count)d already had these values.", same
        )
        messages.info(request, text % {"count": same})
    if gone := outcomes[Outcome.GONE]:
        text = ngettext(
            "%(count)d was deleted meanwhile.", "%(count)d were deleted meanwhile.", gone
        )
        messages.warning(request, text % {"count": gone})
    if refused := outcomes[Outcome.REFUSED]:
        text = ngettext(
            "%(count)d was not changed: the new values would be invalid.",
            "%(count)d were not changed: the new values would be invalid.",
            refused,
        )
        messages.error(request, text % {"count": refused})
