"""The app configuration of realtime, which does not depend on forecasts."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """From committed events to browsers: broker, subscriber, hub, sockets."""

    name = "realtime"
