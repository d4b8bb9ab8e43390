"""An address of an admin's list that nobody can mean leads to the list, not to an error."""

from collections.abc import Callable

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Django refuses what is no value of a field. Values that are, such as the year 9999, it takes, and
# fails where it computes with them or asks the database: at the end of a month, in a time zone.
_NOT_MEANT = (ArithmeticError, ValueError, DataError)


class AdminQueryMiddleware:
    """Redirects from a list's query that cannot be computed to the whole list, and says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Redirect, if it is the query of an admin's list that fails."""
        match = request.resolver_match
        is_list = match is not None and match.app_name == "admin"
        is_list = is_list and str(match and match.url_name).endswith("_changelist")
        if not (is_list and request.method == "GET" and request.GET):
            return None
        if not isinstance(exception, _NOT_MEANT):
            return None
        messages.warning(request, _("There is nothing to choose by this: here is the whole list."))
        return redirect(request.path)
