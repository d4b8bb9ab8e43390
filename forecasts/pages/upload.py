"""The page that imports an uploaded file: choose it, look at it, import it."""

from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forecasts.forms.upload_forms import ReadingForm, UploadForm
from forecasts.importing.command.file_options import where_from
from forecasts.importing.sources.base import Wishes
from forecasts.importing.upload.kept import UploadGone, keep, kept
from forecasts.importing.upload.order import import_upload
from forecasts.importing.upload.preview import preview_of

from .upload_steps import DONE, account_of, choose, frame, look


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the file and show what it is read as; then import it."""
    if request.method != "POST":
        return choose(request, UploadForm(), HTTPStatus.OK)
    if "token" in request.POST:
        return _with_choices(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return choose(request, form, HTTPStatus.BAD_REQUEST)
    file = form.cleaned_data["file"]
    stored = keep(file.chunks(), file.name, account_of(request))
    preview = preview_of(stored, Wishes())
    initial = {"token": stored.token, "unit": preview.unit}
    reading = ReadingForm(initial=initial, columns=preview.columns, values=preview.choices)
    return look(request, stored, preview, reading)


def upload_in_admin(request: HttpRequest) -> HttpResponse:
    """Show the page in the admin's look, to staff who may add forecasts."""
    view = admin.site.admin_view(upload)
    response: HttpResponse = view(request)
    return response


def _with_choices(request: HttpRequest) -> HttpResponse:
    try:
        stored = kept(request.POST["token"], account_of(request))
    except UploadGone:
        return choose(request, UploadForm(), HTTPStatus.GONE, gone=True)
    first = preview_of(stored, Wishes())
    reading = ReadingForm(request.POST, columns=first.columns, values=first.choices)
    if not reading.is_valid():
        return look(request, stored, first, reading)
    wishes = _wishes(reading)
    preview = preview_of(stored, wishes)
    if preview.problem or request.POST.get("action") != "import":
        return look(request, stored, preview, reading)
    existing = reading.cleaned_data["existing"]
    if existing == "update" and not request.user.has_perm("forecasts.change_forecast"):
        raise PermissionDenied
    actor = request.user.get_username()
    said = import_upload(stored, wishes, existing=existing, actor=actor)
    refused = bool(preview.refused)
    context = {"upload": stored, "said": said, "refused": refused}
    return render(request, DONE, context | frame(request))


def _wishes(form: ReadingForm) -> Wishes:
    place, where = form.cleaned_data["place"], form.cleaned_data["where"]
    return Wishes(
        columns=form.columns(),
        locations=(place,) if place else (),
        unit=form.cleaned_data["unit"],
        where=(where_from(where),) if where else (),
    )
