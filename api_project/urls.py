"""URLconf of the api process."""

from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from weather.http.security_txt import security_txt

from . import views

FAVICON = static("drf_spectacular_sidecar/swagger-ui-dist/favicon-32x32.png")
_open = {"permission_classes": [AllowAny], "authentication_classes": []}

urlpatterns = [
    path("", views.home),
    path("favicon.ico", RedirectView.as_view(url=FAVICON)),
    path(".well-known/security.txt", security_txt),
    path("api/weatherforecast/events", views.EventsView.as_view(), name="events"),
    path("api/weatherforecast/events/", views.EventsView.as_view()),
    path("api/", include("forecasts.api.urls")),
    path("api/", include("forecasts.api.webhooks.urls")),
    path("api-auth/", include("rest_framework.urls")),
    path("asyncapi/", views.asyncapi, name="asyncapi"),
    path("asyncapi.json", views.asyncapi_document, name="asyncapi-document"),
    path("problems/", views.problem_types, name="problems"),
    path("problems/<slug:name>", views.problem_type, name="problem"),
    path("schema/", SpectacularAPIView.as_view(**_open), name="schema"),
    path("redoc/", views.RedocView.as_view(**_open), name="redoc"),
    path("swagger/", SpectacularSwaggerSplitView.as_view(**_open), name="swagger"),
]
handler400 = "api_project.views.bad_request"
handler403 = "api_project.views.forbidden"
handler404 = "api_project.views.not_found"
handler500 = "api_project.views.server_error"
