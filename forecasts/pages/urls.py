"""URLs of the HTML pages.

Each page also answers to the seed's spelling, WeatherForecast, and with or without a slash at the
end: people type these.
"""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from . import board, edit, history, undo, upload

app_name = "forecasts"

_pages: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("", board.board, "list"),
    ("/activity", history.activity, "activity"),
    ("/undo", undo.undo, "undo"),
    ("/create", edit.create, "create"),
    ("/import", upload.upload, "import"),
    ("/import/take-back", upload.take_back, "take_back"),
    ("/import/rejects", upload.rejects, "rejects"),
    ("/<int:forecast_id>/edit", edit.edit, "edit"),
    ("/<int:forecast_id>/delete", edit.delete, "delete"),
    ("/<int:forecast_id>/history", history.history, "history"),
]


def _other_spellings() -> list[URLPattern]:
    return [
        path(f"{room}{rest}{slash}", view)
        for rest, view, _name in _pages
        for room in ("weatherforecast", "WeatherForecast")
        for slash in ("", "/")
    ]


urlpatterns = [
    path("weatherforecast/", board.board, name="list"),
    *(path(f"weatherforecast{rest}", view, name=name) for rest, view, name in _pages[1:]),
    *_other_spellings(),
]
