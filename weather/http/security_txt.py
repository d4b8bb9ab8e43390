"""/.well-known/security.txt (RFC 9116): the contact for vulnerability reports."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

#: For how long a copy of the file may be relied on; RFC 9116 advises less than a year.
VALID = dt.timedelta(days=180)


@require_safe
@login_not_required
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Return the file, or 404 without SECURITY_CONTACT."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + VALID).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"Contact: {settings.SECURITY_CONTACT}\nExpires: {expires}\nPreferred-Languages: en\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
