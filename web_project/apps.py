"""The app configuration of the web process."""

from django.apps import AppConfig


class WebProjectConfig(AppConfig):
    """Settings, paths, base template and runner of the web process."""

    name = "web_project"
