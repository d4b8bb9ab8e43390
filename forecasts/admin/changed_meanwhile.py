"""The admin's answers when a forecast was changed, deleted or made already meanwhile."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion, SubmissionReused
from forecasts.rules.fields import PUBLIC_NAMES

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Forecast]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin


class ChangedMeanwhile(_Admin):
    """The views of one forecast. The typed values are never lost."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form. The values typed for a deleted forecast are kept."""
        if request.method == "POST" and self.get_object(request, unquote(object_id)) is None:
            return self._gone(request)
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except ForecastNotFound:
            return self._gone(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Create a forecast, also for repeated submissions only one; ask if the values differ."""
        try:
            return super().add_view(request, form_url, extra_context)
        except SubmissionReused as reused:
            text = _(
                "This form has already created a forecast with other values: {made}. "
                "Your input is below: saving it creates another one."
            )
            messages.warning(request, format_html(text, made=link_to(reused.made)))
            return self._typed_again(request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then delete the version that was shown; it may have changed meanwhile."""
        if self.get_object(request, unquote(object_id)) is None:
            return self._gone_already(request)
        try:
            return super().delete_view(request, object_id, extra_context)
        except ForecastNotFound:
            return self._gone_already(request)
        except StaleVersion:
            changed = _("Someone changed this forecast meanwhile, so it was not deleted.")
            messages.warning(request, f"{changed} {_('Its current values are below.')}")
            return redirect(request.get_full_path())

    def _gone(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not self.has_add_permission(request):
            return self._gone_already(request)
        text = _(
            "This forecast was deleted while you were editing it. "
            "Your input is below: saving it creates a new forecast."
        )
        messages.warning(request, text)
        return self._typed_again(request)

    def _typed_again(self, request: HttpRequest) -> HttpResponse:
        typed = urlencode({name: request.POST.get(name, "") for name in PUBLIC_NAMES})
        return redirect(f"{reverse('admin:forecasts_forecast_add')}?{typed}")

    def _gone_already(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        messages.warning(request, _("This forecast no longer exists: it was deleted."))
        return redirect("admin:forecasts_forecast_changelist")


def link_to(forecast: Forecast) -> str:
    """Return a link to the forecast's form."""
    url = reverse("admin:forecasts_forecast_change", args=[forecast.pk])
    return format_html('<a class="desk-link" href="{}">{}</a>', url, forecast)
