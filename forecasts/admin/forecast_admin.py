"""ModelAdmin of forecasts. Saving and deleting go through the services."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts import services
from forecasts.forms.page_forms import VersionForm
from forecasts.models import Forecast
from forecasts.reads.history import changes_of
from forecasts.rules.events import KIND, subject_of
from forecasts.rules.fields import PUBLIC_NAMES, celsius_number
from weather.journal.selectors import head

from .bulk import delete_all
from .change_selected import change_selected
from .changed_meanwhile import ChangedMeanwhile, link_to
from .filters import DayFilter, LocationFilter, TemperatureFilter
from .form import AdminForecastForm

# Longer lists of names do not help the decision.
NAMED_BEFORE_DELETING = 20
CHANGES_SHOWN = 20
TEMPLATES = "admin/forecasts/forecast"
# A version that no forecast has: versions begin with 1.
NO_VERSION = 0


@admin.register(Forecast)
class ForecastAdmin(ChangedMeanwhile):
    """Lists, searches, edits and deletes forecasts, and shows what happened to each."""

    # The journal's pages use it to link an entry to its subject.
    journal_subject = KIND

    form = AdminForecastForm
    list_display = ["date", "location", "celsius", "fahrenheit", "summary", "version", "updated_at"]
    list_display_links = ["date", "location"]
    list_filter = [DayFilter, TemperatureFilter, ("location", LocationFilter), "updated_at"]
    list_per_page = 50
    search_fields = ["location", "summary"]
    search_help_text = gettext_lazy("Search in location and summary")
    date_hierarchy = "date"
    actions = [change_selected]
    readonly_fields = ["fahrenheit", "version", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": [*PUBLIC_NAMES]}),
        (
            gettext_lazy("Details"),
            {"fields": [("fahrenheit", "version"), ("created_at", "updated_at")]},
        ),
    ]
    delete_selected_confirmation_template = f"{TEMPLATES}/delete_selected.html"

    change_form_template = f"{TEMPLATES}/change_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Forecast | None = None) -> Any:
        """Return the fields; a new forecast has no details."""
        return self.fieldsets if obj else self.fieldsets[:1]

    @admin.display(description=gettext_lazy("°C"), ordering="temperature_c")
    def celsius(self, forecast: Forecast) -> str:
        """Show the temperature as the pages do: 25, not 25.0."""
        return str(localize(celsius_number(forecast.temperature_c)))

    @admin.display(description=gettext_lazy("°F"), ordering="temperature_c")
    def fahrenheit(self, forecast: Forecast) -> int:
        """Show °F, which is computed."""
        return forecast.temperature_f

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Forecast | None = None,
    ) -> HttpResponse:
        """Add the forecast's history; a stale save is answered with 409."""
        if obj is not None:
            may_read = request.user.has_perm("journal.view_journalentry")
            context |= {
                "history": changes_of(obj.pk, until=head().position, limit=CHANGES_SHOWN),
                "subject": subject_of(obj.pk),
                "may_read_journal": may_read,
            }
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if getattr(context["adminform"].form, "stale", None):
            response.status_code = HTTPStatus.CONFLICT
        return response

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Forecast], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Run an action on the selection, unless it contains something else than ids."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(number.isascii() and number.isdecimal() and len(number) < 19 for number in chosen):
            return super().response_action(request, queryset, *args, **kwargs)
        messages.warning(request, _("The selected forecasts were not found."))
        return None

    def save_model(self, request: HttpRequest, obj: Forecast, form: Any, change: bool) -> None:
        """Create or change through the services."""
        data = form.cleaned_data
        fields = {name: data[name] for name in PUBLIC_NAMES}
        if change:
            saved = services.update_forecast(
                forecast_id=obj.pk, expected_version=data["made_against"], **fields
            )
        else:
            saved = services.create_forecast(**fields, submission=data["submission"])
        # The admin continues with its own object, for its log, message and redirect.
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: HttpRequest, obj: Forecast) -> None:
        """Delete through the services. Raises StaleVersion if it has changed meanwhile."""
        seen = VersionForm(request.POST)
        version = seen.cleaned_data["version"] if seen.is_valid() else NO_VERSION
        services.delete_forecast(forecast_id=obj.pk, expected_version=version)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Forecast]) -> None:
        """Delete many through the services: one event each."""
        delete_all(list(queryset.order_by("pk").values_list("pk", flat=True)))

    def get_deleted_objects(
        self, objs: Iterable[Forecast], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Return the objects for the confirmation: only the forecasts, which nothing depends on."""
        forecasts = list(objs)
        names: list[Any] = [link_to(forecast) for forecast in forecasts[:NAMED_BEFORE_DELETING]]
        if more := len(forecasts) - len(names):
            names.append(_("… and %(count)d more") % {"count": more})
        lacking = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return names, {str(self.opts.verbose_name_plural): len(forecasts)}, lacking, []
