"""The app configuration of realtime, which does not depend on forecasts."""

from django.apps import AppConfig
from django.conf import settings


class RealtimeConfig(AppConfig):
    """Delivers committed events to browsers: broker, subscriber, hub, sockets."""

    name = "realtime"

    def ready(self) -> None:
        """Define the canary's event if CANARY_SECONDS is set."""
        from .canary_event import define

        if getattr(settings, "CANARY_SECONDS", 0):
            define()
