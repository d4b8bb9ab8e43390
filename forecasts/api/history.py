"""GET …/{id}/events: what happened to one forecast, latest first."""

from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from forecasts.models import Forecast
from forecasts.rules.events import subject_of
from weather.http.readers import is_told_names
from weather.journal import subjects
from weather.journal.anonymous import anonymous_text
from weather.journal.cursors import LARGEST_POSITION

from .caching import set_cache_headers
from .reading import values

_DEFAULT, _MOST = 100, 1000
_PARAMETERS = frozenset({"before", "limit", "format"})


class HistoryView(APIView):
    """The events of a forecast, also of one that was deleted."""

    queryset = Forecast.objects.none()  # for REST framework's permissions
    renderer_classes = [JSONRenderer]

    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer a list of the events as they were sealed; Link has the older ones."""
        values.refuse_unknown(request, _PARAMETERS)
        before = values.number(request, "before", lowest=1, highest=LARGEST_POSITION)
        limit = values.number(request, "limit", lowest=1, highest=_MOST) or _DEFAULT
        until = LARGEST_POSITION if before is None else before - 1
        found = subjects.entries_about(subject_of(pk), until=until, limit=limit + 1)
        if not found and not subjects.texts_about(subject_of(pk), limit=1):
            raise NotFound(f"Nothing is known of a forecast {pk}.")
        with_names = is_told_names(signed_in=request.user.is_authenticated)
        texts = [each.text if with_names else anonymous_text(each.text) for each in found[:limit]]
        # The texts of the events are inserted verbatim.
        response = HttpResponse(f"[{','.join(texts)}]", content_type="application/json")
        if len(found) > limit:
            address = request.build_absolute_uri(request.path)
            older = f"{address}?limit={limit}&before={found[limit - 1].position}"
            response.headers["Link"] = f'<{older}>; rel="next"'
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what caches may do."""
        response = super().finalize_response(request, response, *args, **kwargs)
        set_cache_headers(request, response)
        return response
