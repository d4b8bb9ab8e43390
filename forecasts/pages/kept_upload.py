"""What the import page asks for about an uploaded file: its progress and its refused rows."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forecasts.importing.upload.kept import UploadGone, kept
from forecasts.importing.upload.progress import progress_of

from .upload_steps import account_of


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Say as JSON how far the import of a file is. Raises Http404."""
    try:
        stored = kept(request.GET.get("token", ""), account_of(request))
    except UploadGone:
        raise Http404(_("The file is no longer stored.")) from None
    return JsonResponse(progress_of(stored), headers={"Cache-Control": "no-store"})


@login_required
@permission_required("forecasts.add_forecast", raise_exception=True)
@require_safe
def rejects(request: HttpRequest) -> HttpResponse | FileResponse:
    """Download the rows that were refused. Raises Http404."""
    try:
        stored = kept(request.GET.get("token", ""), account_of(request))
        file = stored.rejects.open("rb")
    except (UploadGone, OSError):
        raise Http404(_("The file is no longer stored.")) from None
    kind = "text/csv; charset=utf-8"
    return FileResponse(file, as_attachment=True, filename="rejects.csv", content_type=kind)
