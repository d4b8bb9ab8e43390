"""The app configuration of the web process."""

from django.apps import AppConfig


class WebProjectConfig(AppConfig):
    """Settings, paths, base template and runner of the web process."""

    name = "web_project"

    def ready(self) -> None:
        """Register the receiver of log-ins."""
        from . import log_ins  # noqa: F401 - models are not loaded before
