"""The web process's paths, and the API's."""

from django.urls import include, path, re_path

from realtime import catchup

urlpatterns = [
    re_path(r"^api/weatherforecast/events/?$", catchup.events),
    path("api/", include("forecasts.api_urls")),
    path("", include("web_project.urls")),
]
