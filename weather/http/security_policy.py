"""The policies of every response: what its page may load and use, and who may load it."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# No page here uses these, and none shall, whatever is put into it.
_PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")
)
# Other sites' pages get nothing from here, not even as a picture or a script.
RESOURCES = "same-origin"

# With DEBUG Django's pages for these have inline styles.
_DEBUG_PAGES = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR})


class PolicyMiddleware:
    """Sets the policy of CONTENT_SECURITY_POLICY, which django-csp words, and two fixed ones.

    Once for all responses: no view here changes it, and django-csp's own middleware words it anew
    for each response, which is a fortieth of a POST's time.
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
