"""The steps of the import page as they are shown, on the site or in the admin."""

from http import HTTPStatus

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from forecasts import taking_back
from forecasts.forms.upload_forms import ReadingForm, UploadForm
from forecasts.importing.upload.kept import Upload
from forecasts.importing.upload.preview import Preview
from forecasts.models import Forecast

#: The name of the admin's address of the page.
IN_ADMIN = "import_in_admin"

CHOOSE, LOOK, DONE = (f"forecasts/import_{step}.html" for step in ("file", "preview", "result"))


def choose(request: HttpRequest, form: UploadForm, status: int, **context: object) -> HttpResponse:
    """Show the form to choose a file, and the latest imports."""
    context = {"form": form, "imports": taking_back.imports()[:20], **context}
    return render(request, CHOOSE, context | frame(request), status=status)


def look(
    request: HttpRequest, stored: Upload, preview: Preview, reading: ReadingForm
) -> HttpResponse:
    """Show what a file is read as."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if preview.problem else HTTPStatus.OK
    context = {"upload": stored, "preview": preview, "form": reading}
    return render(request, LOOK, context | frame(request), status=status)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the context of the frame around a step."""
    match = request.resolver_match
    if match is None or match.view_name != IN_ADMIN:
        return {"frame": "forecasts/_import.html", "here": reverse("forecasts:import")}
    return {
        **admin.site.each_context(request),
        "frame": "admin/forecasts/forecast/import.html",
        "here": reverse(IN_ADMIN),
        "title": _("Import forecasts"),
        "opts": Forecast._meta,
        "in_admin": True,
    }


def account_of(request: HttpRequest) -> int:
    """Return the id of the account, which is logged in."""
    account = request.user.pk
    assert account is not None
    return account
