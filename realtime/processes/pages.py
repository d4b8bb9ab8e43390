"""The status page and the trace page, for staff who may see the journal."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .status import status
from .trace import NotFound, trace

_View = Callable[[HttpRequest], HttpResponse]


def _for_staff(view: _View) -> _View:
    @never_cache
    @login_required
    @permission_required("journal.view_journalentry", raise_exception=True)
    @require_GET
    def checked(request: HttpRequest) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request)

    return checked


@_for_staff
def status_page(request: HttpRequest) -> HttpResponse:
    """Show the state of the whole desk; the page reloads its data as events come."""
    return render(request, "processes/status.html", {"status": status()})


@_for_staff
def trace_page(request: HttpRequest) -> HttpResponse:
    """Show the steps of the events of `?event=`."""
    given = request.GET.get("event", "").strip()[:100]
    context: dict[str, Any] = {"given": given, "traces": [], "error": ""}
    if given:
        try:
            context["traces"] = trace(given)
        except NotFound as error:
            context["error"] = str(error)
    return render(request, "processes/trace.html", context)


app_name = "processes"
urlpatterns = [
    path("status/", status_page, name="status"),
    path("status/trace/", trace_page, name="trace"),
]
