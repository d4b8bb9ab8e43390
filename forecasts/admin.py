"""The admin's face of the forecasts. Every write of it goes through the services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from . import services
from .models import Forecast
from .representation import PUBLIC_NAMES

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Forecast]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin


@admin.register(Forecast)
class ForecastAdmin(_Admin):
    """Lists, searches and edits; ModelAdmin's own saving and deleting is replaced."""

    list_display = ["date", "location", "temperature_c", "temperature_f", "summary", "version"]
    list_display_links = ["date", "location"]
    list_filter = ["location"]
    search_fields = ["location", "summary"]
    date_hierarchy = "date"
    readonly_fields = ["temperature_f", "version", "created_at", "updated_at", "history_link"]
    fields = [*PUBLIC_NAMES, "temperature_f", "version", "created_at", "updated_at", "history_link"]

    @admin.display(description=_("temperature (°F)"))
    def temperature_f(self, forecast: Forecast) -> str:
        """Show °F, which is computed; nothing for a forecast that is not there yet."""
        return str(forecast.temperature_f) if forecast.pk else "–"

    @admin.display(description=_("journal"))
    def history_link(self, forecast: Forecast) -> str:
        """Link to the journal's entries of this forecast."""
        if not forecast.pk:
            return "–"
        url = reverse("admin:journal_journalentry_changelist")
        subject = f"weatherforecast/{forecast.pk}"
        return format_html('<a href="{}?subject={}">{}</a>', url, subject, _("what happened"))

    def save_model(self, request: HttpRequest, obj: Forecast, form: Any, change: bool) -> None:
        """Create or change through the services."""
        fields = {name: form.cleaned_data[name] for name in PUBLIC_NAMES}
        if change:
            saved = services.update_forecast(forecast_id=obj.pk, **fields)
        else:
            saved = services.create_forecast(**fields)
        # The admin goes on with its own object: for its log, its message and its redirect.
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: HttpRequest, obj: Forecast) -> None:
        """Delete through the services."""
        services.delete_forecast(forecast_id=obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Forecast]) -> None:
        """Delete many through the services: one event each."""
        services.delete_forecasts(forecast_ids=queryset.values_list("pk", flat=True))
