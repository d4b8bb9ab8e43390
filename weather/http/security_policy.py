"""The security headers of every response: what its page may load, and who may embed it."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Features that no page uses; denied in case a page is injected.
_PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")
)
# Other sites cannot embed responses, not even as a picture or a script.
RESOURCES = "same-origin"

# With DEBUG Django's pages for these have inline styles.
_DEBUG_PAGES = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR})


class PolicyMiddleware:
    """Sets the policy of CONTENT_SECURITY_POLICY, which django-csp words, and two fixed ones.

    Built once for all responses: django-csp's middleware builds it for each one, which takes a
    fortieth of a POST's time, and no view changes it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the policies that the response has not already."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", RESOURCES)
        if not (settings.DEBUG and response.status_code in _DEBUG_PAGES):
            response.headers.setdefault(HEADER, self.policy)
        return response
