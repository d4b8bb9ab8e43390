"""The app configuration of health, which has a page."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Answers probes; see middleware."""

    name = "weather.health"
    label = "health"
