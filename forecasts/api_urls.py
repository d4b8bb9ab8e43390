"""The API's paths, with and without a trailing slash."""

from typing import Any

from django.urls import re_path

from .api import ForecastViewSet

_Actions = dict[str, Any]
_list: _Actions = {"get": "list", "post": "create"}
_detail: _Actions = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}

app_name = "forecasts-api"
urlpatterns = [
    re_path(r"^weatherforecast/?$", ForecastViewSet.as_view(_list), name="list"),
    re_path(
        r"^weatherforecast/(?P<pk>[0-9]{1,18})/?$", ForecastViewSet.as_view(_detail), name="detail"
    ),
]
