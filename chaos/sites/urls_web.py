"""The web process's paths, and the API's."""

from django.urls import include, path, re_path

from realtime.endpoints import events_http

urlpatterns = [
    re_path(r"^api/weatherforecast/events/?$", events_http.events),
    path("api/", include("forecasts.api.urls")),
    path("", include("web_project.urls")),
]
