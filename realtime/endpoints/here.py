"""POST …/here: an account's page reports that it is open, and what is edited there."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from realtime.hub.presence import Note, Person
from realtime.hub.process import running_hub

LARGEST_ID = 2**63 - 1


class HereForm(forms.Form):
    """tab: an id of the page; left: the page is being left."""

    tab = forms.RegexField("^[0-9a-f]{8,32}$")
    page = forms.CharField(max_length=400)
    editing = forms.IntegerField(min_value=0, max_value=LARGEST_ID, required=False)
    left = forms.BooleanField(required=False)


@require_POST
@never_cache
def here(request: HttpRequest) -> HttpResponse:
    """Record it, and return the people present. 404 with PRESENCE=false."""
    hub = running_hub()
    if hub is None or hub.presence is None:
        raise Http404
    if not request.user.is_authenticated:
        raise PermissionDenied
    form = HereForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.BAD_REQUEST)
    given = form.cleaned_data
    person = Person(request.user.get_username(), given["page"], given["editing"])
    hub.presence.report(Note(request.user.pk, given["tab"], None if given["left"] else person))
    return JsonResponse({"people": [each.public() for each in hub.presence.people]})


urlpatterns = [path("weatherforecast/here", here, name="here")]
