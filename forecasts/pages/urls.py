"""URLs of the HTML pages.

Each page also answers to the seed's spelling, WeatherForecast, and with or without a slash at the
end: people type these.
"""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from . import board, delete, edit, export, history, kept_upload, selected, take_back, undo, upload

app_name = "forecasts"

_pages: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("", board.board, "list"),
    ("/activity", history.activity, "activity"),
    ("/export/<str:name>", export.export, "export"),
    ("/imports/<str:correlation_id>", history.imported, "imported"),
    ("/undo", undo.undo, "undo"),
    ("/selected/change", selected.change, "change_selected"),
    ("/selected/change/undo", selected.undo_change, "undo_change_selected"),
    ("/selected/delete", selected.delete, "delete_selected"),
    ("/selected/delete/undo", selected.undo_delete, "undo_delete_selected"),
    ("/create", edit.create, "create"),
    ("/import", upload.upload, "import"),
    ("/import/take-back", take_back.take_back, "take_back"),
    ("/import/progress", kept_upload.progress, "import_progress"),
    ("/import/rejects", kept_upload.rejects, "rejects"),
    ("/<int:forecast_id>/edit", edit.edit, "edit"),
    ("/<int:forecast_id>/delete", delete.delete, "delete"),
    ("/<int:forecast_id>/history", history.history, "history"),
]


def _other_spellings() -> list[URLPattern]:
    return [
        path(f"{room}{rest}{slash}", view)
        for rest, view, _name in _pages
        for room in ("weatherforecast", "WeatherForecast")
        for slash in ("", "/")
    ]


class _PlaceConverter:
    """A location, whatever characters it has."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_PlaceConverter, "place")

urlpatterns = [
    path("weatherforecast/", board.board, name="list"),
    path("weatherforecast/place/<place:name>", board.place, name="place"),
    path("WeatherForecast/place/<place:name>", board.place),
    *(path(f"weatherforecast{rest}", view, name=name) for rest, view, name in _pages[1:]),
    *_other_spellings(),
]
