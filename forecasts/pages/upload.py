"""The page that imports an uploaded file: choose it, look at it, import it."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forecasts import taking_back
from forecasts.forms.upload_forms import ReadingForm, UploadForm
from forecasts.importing.command.file_options import where_from
from forecasts.importing.sources.base import Wishes
from forecasts.importing.upload.kept import Upload, UploadGone, keep, kept
from forecasts.importing.upload.order import import_upload
from forecasts.importing.upload.preview import Preview, preview_of
from forecasts.importing.upload.progress import progress_of
from forecasts.models import Forecast

#: The name of the admin's address of the page.
IN_ADMIN = "import_in_admin"

CHOOSE, LOOK, DONE = (f"forecasts/import_{step}.html" for step in ("file", "preview", "result"))


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the file and show what it is read as; then import it."""
    if request.method != "POST":
        return _choose(request, UploadForm(), HTTPStatus.OK)
    if "token" in request.POST:
        return _with_choices(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, form, HTTPStatus.BAD_REQUEST)
    file = form.cleaned_data["file"]
    stored = keep(file.chunks(), file.name, _account(request))
    preview = preview_of(stored, Wishes())
    initial = {"token": stored.token, "unit": preview.unit}
    reading = ReadingForm(initial=initial, columns=preview.columns, values=preview.choices)
    return _look(request, stored, preview, reading)


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Say as JSON how far the import of a file is. Raises Http404."""
    try:
        stored = kept(request.GET.get("token", ""), _account(request))
    except UploadGone:
        raise Http404(_("The file is no longer stored.")) from None
    return JsonResponse(progress_of(stored), headers={"Cache-Control": "no-store"})


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_safe
def rejects(request: HttpRequest) -> HttpResponse | FileResponse:
    """Download the rows that were refused. Raises Http404."""
    try:
        stored = kept(request.GET.get("token", ""), _account(request))
        file = stored.rejects.open("rb")
    except (UploadGone, OSError):
        raise Http404(_("The file is no longer stored.")) from None
    kind = "text/csv; charset=utf-8"
    return FileResponse(file, as_attachment=True, filename="rejects.csv", content_type=kind)


@login_required
@permission_required("forecasts.delete_forecast", raise_exception=True)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Delete the unchanged forecasts of an import of the last day; 410 if it is too late."""
    number = request.POST.get("import", "")
    try:
        count = taking_back.take_back(int(number) if number.isascii() and number.isdigit() else 0)
    except (taking_back.TooLateToTakeBack, OverflowError):
        messages.error(request, _("This import can no longer be taken back."))
        return _choose(request, UploadForm(), HTTPStatus.GONE)
    text = ngettext("{count} forecast was deleted.", "{count} forecasts were deleted.", count)
    messages.success(request, text.format(count=count))
    return redirect(IN_ADMIN if "in_admin" in request.POST else "forecasts:import")


def upload_in_admin(request: HttpRequest) -> HttpResponse:
    """Show the page in the admin's look, to staff who may add forecasts."""
    view = admin.site.admin_view(upload)
    response: HttpResponse = view(request)
    return response


def _choose(request: HttpRequest, form: UploadForm, status: int, **context: object) -> HttpResponse:
    context = {"form": form, "imports": taking_back.imports()[:20], **context}
    return render(request, CHOOSE, context | _frame(request), status=status)


def _with_choices(request: HttpRequest) -> HttpResponse:
    try:
        stored = kept(request.POST["token"], _account(request))
    except UploadGone:
        return _choose(request, UploadForm(), HTTPStatus.GONE, gone=True)
    first = preview_of(stored, Wishes())
    reading = ReadingForm(request.POST, columns=first.columns, values=first.choices)
    if not reading.is_valid():
        return _look(request, stored, first, reading)
    wishes = _wishes(reading)
    preview = preview_of(stored, wishes)
    if preview.problem or request.POST.get("action") != "import":
        return _look(request, stored, preview, reading)
    existing = reading.cleaned_data["existing"]
    if existing == "update" and not request.user.has_perm("forecasts.change_forecast"):
        raise PermissionDenied
    actor = request.user.get_username()
    said = import_upload(stored, wishes, existing=existing, actor=actor)
    refused = bool(preview.refused)
    context = {"upload": stored, "said": said, "refused": refused}
    return render(request, DONE, context | _frame(request))


def _look(
    request: HttpRequest, stored: Upload, preview: Preview, reading: ReadingForm
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if preview.problem else HTTPStatus.OK
    context = {"upload": stored, "preview": preview, "form": reading}
    return render(request, LOOK, context | _frame(request), status=status)


def _frame(request: HttpRequest) -> dict[str, object]:
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


def _wishes(form: ReadingForm) -> Wishes:
    place, where = form.cleaned_data["place"], form.cleaned_data["where"]
    return Wishes(
        columns=form.columns(),
        locations=(place,) if place else (),
        unit=form.cleaned_data["unit"],
        where=(where_from(where),) if where else (),
    )


def _account(request: HttpRequest) -> int:
    account = request.user.pk
    assert account is not None  # signed in
    return account
