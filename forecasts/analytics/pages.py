"""The page "Insights": how often forecasts change, where, by what, and by how much."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from weather.journal.selectors import head

from .reads import DAYS, LONGEST_LEAD, insights


@never_cache
@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the counts of the last days to an account that may read."""
    if not (settings.PUBLIC_READ or request.user.has_perm(settings.READ_PERMISSION)):
        raise PermissionDenied
    now = head()  # before the counts: later events make the page reload its data
    context = {"insights": insights(), "head": now, "days": DAYS, "longest_lead": LONGEST_LEAD}
    return render(request, "analytics/insights.html", context)


app_name = "analytics"
urlpatterns = [path("insights/", page, name="insights")]
