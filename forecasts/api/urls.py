"""URLs of the API, with and without a trailing slash."""

from typing import Any

from django.urls import path

from .views import ForecastViewSet

_Actions = dict[str, Any]
_list: _Actions = {"get": "list", "post": "create"}
_detail: _Actions = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}
_all = ForecastViewSet.as_view(_list)
_one = ForecastViewSet.as_view(_detail)

app_name = "forecasts-api"
urlpatterns = [
    path("weatherforecast", _all, name="list"),
    path("weatherforecast/", _all),
    path("weatherforecast/<int:pk>", _one, name="detail"),
    path("weatherforecast/<int:pk>/", _one),
]
