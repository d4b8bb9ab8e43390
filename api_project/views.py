"""Views of the api process besides those of the forecasts, and its error pages (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularRedocView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from forecasts.api.caching import set_cache_headers
from realtime.endpoints.events_http import events
from weather.http.problem_types import PROBLEM_TYPES
from weather.http.problems import problem
from weather.http.readers import is_told_names
from weather.http.refused_hosts import DETAIL

from .authentication_by_token import HasScope
from .contract import asyncapi as asyncapi_contract
from .contract import asyncapi_page
from .permissions import MayRead


@extend_schema(exclude=True)  # api_project.schema describes it
class EventsView(APIView):
    """The journal's events after a cursor; see realtime.endpoints.events_http."""

    permission_classes = [MayRead, HasScope]
    renderer_classes = [JSONRenderer]

    def get(self, request: Request) -> HttpResponse:
        """Answer the events as they were sealed."""
        return events(
            request._request, with_names=is_told_names(signed_in=request.user.is_authenticated)
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what caches may do."""
        response = super().finalize_response(request, response, *args, **kwargs)
        set_cache_headers(request, response)
        return response


class RedocView(SpectacularRedocView):
    """ReDoc, from local files. It creates style sheets and a worker at run time."""

    template_name = "api_project/redoc.html"

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Allow this page what ReDoc needs, and no other page."""
        response = super().finalize_response(request, response, *args, **kwargs)
        more = {"style-src": ["'self'", "'unsafe-inline'"], "worker-src": ["'self'", "blob:"]}
        response.headers[HEADER] = build_policy(replace=more)
        return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the documentation."""
    return redirect("swagger")


@require_safe
def asyncapi(request: HttpRequest) -> HttpResponse:
    """Show the AsyncAPI document to people."""
    document = asyncapi_contract.document()
    context = {
        "channels": asyncapi_page.channels(document),
        "messages": asyncapi_page.messages(document),
    }
    return render(request, "api_project/asyncapi.html", context)


@require_safe
def asyncapi_document(request: HttpRequest) -> HttpResponse:
    """Answer the AsyncAPI document."""
    return JsonResponse(asyncapi_contract.document())


@require_safe
def problem_types(request: HttpRequest) -> HttpResponse:
    """List the problem types."""
    return render(request, "api_project/problems.html", {"types": PROBLEM_TYPES.values()})


@require_safe
def problem_type(request: HttpRequest, name: str) -> HttpResponse:
    """Explain the problem type to which a problem's `type` leads."""
    if name not in PROBLEM_TYPES:
        raise Http404
    return render(request, "api_project/problem.html", {"type": PROBLEM_TYPES[name]})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 400 for a request that Django itself refuses."""
    is_of_host = isinstance(exception, DisallowedHost)
    detail = DETAIL if is_of_host else "The request is malformed."
    return problem(HTTPStatus.BAD_REQUEST, detail, type_="malformed")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 403 for a missing permission."""
    return problem(HTTPStatus.FORBIDDEN, "The account may not do this.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form of another site, or of an old page."""
    detail = "The form's token is missing or old: open the page again and send it once more."
    return problem(HTTPStatus.FORBIDDEN, detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return a 404 problem for an unknown path."""
    detail = f"There is nothing at {request.path}: see /swagger/ for what there is."
    return problem(HTTPStatus.NOT_FOUND, detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500 for an unexpected error; the log has the traceback."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here; it has been logged.")
