"""ETag of lists, Cache-Control and Vary of the API's responses (RFC 9111)."""

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from weather.journal.cursors import short
from weather.journal.selectors import head

# The request headers that select a response: by format and account.
_VARY = ("Accept", "Authorization", "Cookie")


#: REST framework's name of the browsable API.
BROWSABLE = "api"


def list_tag(format_: str) -> str:
    """Return the weak ETag of lists in a format, by the journal's head: it changes with any row."""
    now = head()
    return f'W/"{now.position}-{short(now.digest)}-{format_}"'


def set_cache_headers(request: Request, response: HttpResponseBase) -> None:
    """Let caches keep reads, which they must revalidate, and neither changes nor errors."""
    if request.method in SAFE_METHODS:  # a response that is not cached needs no Vary
        patch_vary_headers(response, _VARY)
    response.headers.setdefault("Cache-Control", _policy(request, response))


def _policy(request: Request, response: HttpResponseBase) -> str:
    # Caches may keep errors such as 404 by their own rules.
    if request.method not in SAFE_METHODS or response.status_code >= 400:
        return "no-store"
    renderer = getattr(request, "accepted_renderer", None)
    is_page = renderer is not None and renderer.format == BROWSABLE
    is_own = is_page or not settings.PUBLIC_READ or "HTTP_AUTHORIZATION" in request.META
    return "private, no-cache" if is_own else "no-cache"
