"""The answer to a request for a host that is not in ALLOWED_HOSTS: what an operator has to add."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request as default_page

DETAIL = (
    "This site does not answer to the host name of the request. If it is the site's own, add it "
    "to ALLOWED_HOSTS. Behind nginx, which sends the name of its upstream unless told otherwise, "
    "add to the location: proxy_set_header Host $http_host; "
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; "
    "proxy_set_header X-Forwarded-Proto $scheme; "
    "and the address of nginx to TRUSTED_PROXIES."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses, in plain text for a host name."""
    if isinstance(exception, DisallowedHost):
        return HttpResponse(DETAIL, status=400, content_type="text/plain; charset=utf-8")
    return default_page(request, exception)
