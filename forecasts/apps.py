"""The app configuration of forecasts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastsConfig(AppConfig):
    """Forecasts: rules, writes, reads, and three interfaces (HTML, REST, admin)."""

    name = "forecasts"
    verbose_name = _("Weather")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Define the events, so that every process knows their types, and register the rows."""
        from forecasts.rules import events as _events  # noqa: F401 - a DomainEvent is known once it is defined
        from weather.journal.integrity.rows import register

        from .adoption import ROWS

        register(ROWS)
