"""Redirects an impossible query of an admin list to the list."""

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
    """Redirects from a list's query that cannot be computed to the whole list, and says so.

    Django refuses what is no value of a field. Values that are, such as the year 9999, it takes,
    and fails where it computes with them or asks the database: at the end of a month, in a time
    zone, with a number of a thousand digits. Which error comes of it depends on the lookup and on
    the database, so it is not judged by its class: the query is to blame if the list fails with it
    and not without.
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
        # With its traceback: what is wrong with a list of ours must not be hidden by a redirect.
        logger.warning("query of a list refused", path=request.path, exc_info=exception)
        messages.warning(request, _("There is nothing to choose by this: here is the whole list."))
        return redirect(request.path)


def _is_the_query_s(request: HttpRequest, admin: "ModelAdmin[Any]", error: Exception) -> bool:
    if _fails(request, admin, query=QueryDict()):
        return False
    # A page can also fail after its rows, at the links to dates. But what is posted is an action,
    # which can fail by itself after it has changed something; and a database that was away for a
    # moment is no query's doing.
    is_page = request.method in ("GET", "HEAD") and not isinstance(error, OperationalError)
    return is_page or _fails(request, admin, query=request.GET)


def _fails(request: HttpRequest, admin: "ModelAdmin[Any]", *, query: QueryDict) -> bool:
    asked: Any = copy.copy(request)
    asked.method, asked.GET = "GET", query
    try:
        admin.get_changelist_instance(asked)
    except Exception:  # whatever it is: which error a query makes depends on the database
        return True
    return False
