"""The api process's own app."""

from django.apps import AppConfig


class ApiProjectConfig(AppConfig):
    """Settings, paths and error pages of the api process."""

    name = "api_project"
