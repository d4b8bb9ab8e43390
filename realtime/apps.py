"""The pipe's app. It knows no weather word."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """From committed events to browsers: broker, subscriber, hub, sockets."""

    name = "realtime"
