"""The forecasts' app."""

from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    """Forecasts: rules, writes, reads, and their three faces (HTML, REST, admin)."""

    name = "forecasts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Define the events, so that every process knows their types."""
        from . import events as _events  # noqa: F401 - a DomainEvent is known once it is defined
