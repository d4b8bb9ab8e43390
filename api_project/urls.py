"""The api process's paths."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from realtime import catchup

from . import views

_open = {"permission_classes": [AllowAny], "authentication_classes": []}

urlpatterns = [
    path("", views.home),
    re_path(r"^api/weatherforecast/events/?$", catchup.events, name="events"),
    path("api/", include("forecasts.api_urls")),
    path("api-auth/", include("rest_framework.urls")),
    path("schema/", SpectacularAPIView.as_view(**_open), name="schema"),
    path("swagger/", SpectacularSwaggerSplitView.as_view(**_open), name="swagger"),
]
handler400 = "api_project.views.bad_request"
handler404 = "api_project.views.not_found"
handler500 = "api_project.views.server_error"
