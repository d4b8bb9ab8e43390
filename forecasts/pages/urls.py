"""The URLs of the HTML pages. Links are made with the named ones.

Each page also answers to the seed's spelling, WeatherForecast, and with or without a slash at the
end: people type these.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from . import board_views, history_views, undo_views, views

app_name = "forecasts"

_pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("", board_views.board, "list"),
    ("/activity", history_views.activity, "activity"),
    ("/undo", undo_views.undo, "undo"),
    ("/create", views.create, "create"),
    ("/<int:forecast_id>/edit", views.edit, "edit"),
    ("/<int:forecast_id>/delete", views.delete, "delete"),
    ("/<int:forecast_id>/history", history_views.history, "history"),
]


def _other_spellings() -> list[URLPattern]:
    return [
        path(f"{room}{rest}{slash}", view)
        for rest, view, _name in _pages
        for room in ("weatherforecast", "WeatherForecast")
        for slash in ("", "/")
    ]


urlpatterns = [
    path("weatherforecast/", board_views.board, name="list"),
    *(path(f"weatherforecast{rest}", view, name=name) for rest, view, name in _pages[1:]),
    *_other_spellings(),
]
