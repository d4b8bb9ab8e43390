"""The app configuration of the api process."""

from django.apps import AppConfig


class ApiProjectConfig(AppConfig):
    """Settings, paths and error pages of the api process."""

    name = "api_project"
