"""The app configuration of metrics, which counts by signals."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """What a process counts, for Prometheus."""

    name = "weather.metrics"
    label = "metrics"

    def ready(self) -> None:
        """Count refused log-ins."""
        from .logins import count_refused_logins

        count_refused_logins()
