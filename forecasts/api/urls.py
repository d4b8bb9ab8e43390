"""URLs of the API, each with and without a trailing slash."""

from typing import Any

from django.urls import path

from .bulk.view import BulkView
from .history import HistoryView
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
_file = ForecastViewSet.as_view({"get": "list"})
_one = ForecastViewSet.as_view(_detail)

app_name = "forecasts-api"
urlpatterns = [
    path("weatherforecast", _all, name="list"),
    path("weatherforecast/", _all),
    path("weatherforecast.csv", _file, {"format": "csv"}, name="csv"),
    path("weatherforecast.ndjson", _file, {"format": "ndjson"}, name="ndjson"),
    path("weatherforecast/bulk", BulkView.as_view(), name="bulk"),
    path("weatherforecast/bulk/", BulkView.as_view()),
    path("weatherforecast/<int:pk>/events", HistoryView.as_view(), name="history"),
    path("weatherforecast/<int:pk>/events/", HistoryView.as_view()),
    path("weatherforecast/<int:pk>", _one, name="detail"),
    path("weatherforecast/<int:pk>/", _one),
]
