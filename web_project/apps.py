"""The web process's own app: base template, static files, and the commands that run the desk."""

from django.apps import AppConfig


class WebProjectConfig(AppConfig):
    """Settings, paths, base template and runner of the web process."""

    name = "web_project"
