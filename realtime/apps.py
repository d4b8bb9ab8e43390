"""The app configuration of realtime, which does not depend on forecasts."""

from django.apps import AppConfig
from django.conf import settings


class RealtimeConfig(AppConfig):
    """From committed events to browsers: broker, subscriber, hub, sockets."""

    name = "realtime"

    def ready(self) -> None:
        """Define the canary's event where there is a canary."""
        from .canary_event import define

        if getattr(settings, "CANARY_SECONDS", 0):
            define()
