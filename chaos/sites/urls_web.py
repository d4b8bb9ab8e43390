"""The web process's paths, and the API's."""

from functools import partial

from django.urls import include, path, re_path

from realtime.endpoints import events_http

urlpatterns = [
    re_path(r"^api/weatherforecast/events/?$", partial(events_http.events, with_names=True)),
    path("api/", include("forecasts.api.urls")),
    path("", include("web_project.urls")),
]
