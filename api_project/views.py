"""Views of the api process that are not about forecasts alone, and its error pages (RFC 9457)."""

from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from realtime.endpoints.events_http import events
from weather.http.problems import problem
from weather.http.readers import is_told_names
from weather.http.refused_hosts import DETAIL

from .permissions import MayRead


@extend_schema(exclude=True)  # api_project.schema describes it
class EventsView(APIView):
    """The journal's events after a cursor; see realtime.endpoints.events_http."""

    permission_classes = [MayRead]
    renderer_classes = [JSONRenderer]

    def get(self, request: Request) -> HttpResponse:
        """Answer the events as they were sealed."""
        return events(
            request._request, with_names=is_told_names(signed_in=request.user.is_authenticated)
        )


def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to the documentation."""
    return redirect("swagger")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    is_of_host = isinstance(exception, DisallowedHost)
    return problem(HTTPStatus.BAD_REQUEST, DETAIL if is_of_host else "The request is malformed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown path with a 404 problem."""
    detail = f"There is nothing at {request.path}: see /swagger/ for what there is."
    return problem(HTTPStatus.NOT_FOUND, detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure of our own; the log has the traceback."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here; it has been logged.")
