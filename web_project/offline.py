"""The page that browsers cache for when the desk is unreachable, and its service worker."""

import hashlib
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SCRIPT = "web_project/service_worker.js"


@require_safe
@login_not_required
def offline(_request: HttpRequest) -> HttpResponse:
    """Return the page in the reader's language, without any account's data."""
    return HttpResponse(_page())


@require_safe
@never_cache
@login_not_required
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Return the script; it changes with the page and its language, so that browsers cache it."""
    found = finders.find(SCRIPT)
    assert isinstance(found, str)  # the project contains it
    script = Path(found).read_text(encoding="utf-8")
    version = hashlib.sha256(f"{_page()}{script}".encode()).hexdigest()[:12]
    text = f'const VERSION = "{version}";\nconst LANGUAGE = "{get_language()}";\n{script}'
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _page() -> str:
    # Without a request: no account, no form, no message.
    return render_to_string("offline.html")
