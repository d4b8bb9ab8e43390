"""Takes an import back as a whole."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forecasts import taking_back
from forecasts.forms.upload_forms import UploadForm

from .upload_steps import IN_ADMIN, choose


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
        return choose(request, UploadForm(), HTTPStatus.GONE)
    text = ngettext("{count} forecast was deleted.", "{count} forecasts were deleted.", count)
    messages.success(request, text.format(count=count))
    return redirect(IN_ADMIN if "in_admin" in request.POST else "forecasts:import")
