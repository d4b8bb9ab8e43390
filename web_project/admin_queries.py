"""Redirects an invalid query of an admin list to the list."""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

logger = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AdminQueryMiddleware:
    """Redirects a list's query that fails to the whole list, with a message.

    Django validates values of fields, but accepts some, such as the year 9999, with which it or the
    database then fails: at the end of a month, in a time zone, with a number of a thousand digits.
    The error depends on the lookup and the database, therefore the class is not checked: the query
    is the cause if the list fails with it and not without.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Redirect, if it is the query of an admin's list that fails."""
        match = request.resolver_match
        admin = getattr(match and match.func, "model_admin", None)
        if (
            admin is None
            or not request.GET
            or not str(match and match.url_name).endswith("_changelist")
        ):
            return None
        if not _is_the_query_s(request, admin, exception):
            return None
        # With its traceback: the redirect must not hide a fault of the project.
        logger.warning("query of a list refused", path=request.path, exc_info=exception)
        messages.warning(request, _("This query is not valid: here is the whole list."))
        return redirect(request.path)


def _is_the_query_s(request: HttpRequest, admin: "ModelAdmin[Any]", error: Exception) -> bool:
    if _fails(request, admin, query=QueryDict()):
        return False
    # A page can also fail after its rows, at the links to dates. But a POST is an action, which can
    # fail by itself after a change; and a database that was unreachable for a moment is not the
    # query's fault.
    is_page = request.method in ("GET", "HEAD") and not isinstance(error, OperationalError)
    return is_page or _fails(request, admin, query=request.GET)


def _fails(request: HttpRequest, admin: "ModelAdmin[Any]", *, query: QueryDict) -> bool:
    asked: Any = copy.copy(request)
    asked.method, asked.GET = "GET", query
    try:
        admin.get_changelist_instance(asked)
    except Exception:  # any exception: it depends on the database
        return True
    return False
