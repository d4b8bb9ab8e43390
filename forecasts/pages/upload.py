"""The page that imports an uploaded file: choose it, look at it, import it."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forecasts.forms.upload_forms import ReadingForm, UploadForm
from forecasts.importing.sources.base import Wishes
from forecasts.importing.upload.kept import UploadGone, keep, kept
from forecasts.importing.upload.order import import_upload
from forecasts.importing.upload.preview import Preview, preview_of

from .upload_steps import DONE, account_of, choose, frame, look
from .upload_wishes import wishes_of


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
    reading = _form_for(request, preview, initial=initial)
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
    # Not in the menu, so that a form with it was not made by the page.
    if request.POST.get("existing") == "update" and not _may_change(request):
        raise PermissionDenied
    reading = _form_for(request, first, request.POST)
    wishes = wishes_of(reading) if reading.is_valid() else Wishes()
    if reading.errors:
        return look(request, stored, first, reading)
    existing = reading.cleaned_data["existing"]
    preview = preview_of(stored, wishes, existing=existing)
    if preview.problem or request.POST.get("action") != "import":
        return look(request, stored, preview, reading)
    actor = request.user.get_username()
    said = import_upload(stored, wishes, existing=existing, actor=actor)
    refused = bool(preview.refused)
    context = {"upload": stored, "said": said, "refused": refused}
    return render(request, DONE, context | frame(request))


def _form_for(request: HttpRequest, preview: Preview, *args: Any, **kwargs: Any) -> ReadingForm:
    return ReadingForm(
        *args,
        columns=preview.columns,
        values=preview.choices,
        may_change=_may_change(request),
        **kwargs,
    )


def _may_change(request: HttpRequest) -> bool:
    return request.user.has_perm("forecasts.change_forecast")
