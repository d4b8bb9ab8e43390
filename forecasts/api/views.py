"""The REST API of forecasts: validates, calls a service, renders the result.

One file, because REST framework takes a resource's methods from one class.
"""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase
from rest_framework import status, viewsets
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from forecasts import selectors, services
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, SubmissionReused
from forecasts.rules.fields import ForecastFields
from forecasts.rules.public_form import as_data

from .caching import BROWSABLE, list_tag, set_cache_headers
from .conditional import etag_of, is_known_to, tags_of
from .formats.renderers import STREAMED
from .formats.streams import streamed
from .idempotency import submission_of
from .preferences import minimal
from .reading import values
from .reading.filter_form import FilterForm
from .reading.pages import headers_of, read_page
from .reading.past import past_forecast, past_list
from .reading.query import ListQuery
from .reading.sparse import ALL_FIELDS, chosen_fields, only
from .refusals import KeyReused, PreconditionRequired, QueryRefused
from .serializers import ForecastSerializer

ITEM_PARAMETERS = frozenset({"fields", "as_of", "format"})
MERGE_PATCH = "application/merge-patch+json"
Renderers = list[BaseRenderer]
Parsers = list[BaseParser]


class ForecastViewSet(viewsets.GenericViewSet[Forecast]):
    """Weather forecasts: reading is open, writing needs an account that may."""

    queryset = selectors.forecasts()
    serializer_class = ForecastSerializer
    filter_backends = [FilterForm]
    pagination_class = None
    #: Set when If-Match or If-None-Match is evaluated: a stale version is then 412, else 409.
    matched_by_header = False
    _etag = ""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return a page of the list, or all of it as CSV or lines of JSON."""
        query = ListQuery.of(request)
        # The head before the rows: the tag is never newer than what it names.
        self._etag = list_tag(request.accepted_renderer.format)
        if not self._is_page(request) and is_known_to(request, self._etag):
            return Response(status=status.HTTP_304_NOT_MODIFIED)
        if query.as_of is not None:
            if isinstance(request.accepted_renderer, STREAMED):
                raise QueryRefused({"as_of": "Ask for JSON: the past comes in no other format."})
            rows, headers = past_list(request, query)
            return Response(rows, headers=headers)
        if isinstance(request.accepted_renderer, STREAMED):
            return streamed(query, self.get_queryset(), request)
        page = read_page(query, self.get_queryset())
        data = [only(as_data(row), query.fields) for row in page.rows]
        return Response(data, headers=headers_of(page, query, request))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one forecast."""
        fields = ALL_FIELDS
        if request.query_params:
            values.refuse_unknown(request, ITEM_PARAMETERS)
            fields = chosen_fields(request)
            position = values.position(request)
            if position is not None:
                past = past_forecast(int(self.kwargs["pk"]), position)
                self._etag = f'"{past["version"]}"'
                return Response(only(past, fields))
        forecast = self.get_object()
        self._etag = etag_of(forecast)
        if not self._is_page(request) and is_known_to(request, self._etag, forecast):
            return Response(status=status.HTTP_304_NOT_MODIFIED)
        if fields is not ALL_FIELDS:
            return Response(only(as_data(forecast), fields))
        return Response(self.get_serializer(forecast).data)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Create a forecast; a version in the body means nothing yet."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = {k: v for k, v in serializer.validated_data.items() if k != "version"}
        submission = submission_of(request)
        if self._is_conditional():
            is_known_to(request, list_tag("json"))
        forecast = self._created(cast(ForecastFields, data), submission)
        self._etag = etag_of(forecast)
        location = f"{request.path.rstrip('/')}/{forecast.pk}"
        # Not another serializer, which would copy all of its fields again.
        serializer.instance = forecast
        response = Response(
            serializer.data, status=status.HTTP_201_CREATED, headers={"Location": location}
        )
        return minimal(request, response)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the forecast, if it is still at the version that the request names (if any)."""
        forecast = self.get_object()
        is_partial = kwargs.get("partial", False)
        serializer = self.get_serializer(forecast, data=request.data, partial=is_partial)
        serializer.is_valid(raise_exception=True)
        changes = dict(serializer.validated_data)
        named = changes.pop("version", None)
        changed = services.update_forecast(
            forecast_id=forecast.pk, expected_version=self._expected(forecast, named), **changes
        )
        self._etag = etag_of(changed)
        serializer.instance = changed
        return minimal(request, Response(serializer.data))

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the fields of the body."""
        return self.update(request, *args, partial=True, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete the forecast, if it is still as If-Match says (if it says so)."""
        forecast_id, expected = int(self.kwargs["pk"]), None
        if settings.REQUIRE_IF_MATCH or self._is_conditional():
            forecast = selectors.forecast(forecast_id)
            if forecast is None:
                raise ForecastNotFound(forecast_id)
            expected = self._expected(forecast, None)
        services.delete_forecast(forecast_id=forecast_id, expected_version=expected)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def get_parsers(self) -> Parsers:
        """Return the formats of bodies; only PATCH has merge patches."""
        is_patch = getattr(self.request, "method", None) in {"PATCH", None}
        return [
            each for each in super().get_parsers() if is_patch or each.media_type != MERGE_PATCH
        ]

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Describe the path's methods and formats (Accept-Patch: RFC 5789, section 3.1)."""
        response: Response = super().options(request, *args, **kwargs)
        if "PATCH" in self.allowed_methods:
            response.headers["Accept-Patch"] = f"application/json, {MERGE_PATCH}"
        return response

    def get_renderers(self) -> Renderers:
        """Return the formats; only the list has the streamed ones."""
        has_streams = self.action == "list" or "format" in self.kwargs
        more = [renderer() for renderer in STREAMED] if has_streams else []
        return [*super().get_renderers(), *more]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the ETag and what caches may do."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._etag and response.status_code < status.HTTP_400_BAD_REQUEST:
            response.headers["ETag"] = self._etag
        set_cache_headers(request, response)
        return response

    def _created(self, fields: ForecastFields, submission: UUID | None) -> Forecast:
        try:
            return services.create_forecast(
                **fields, submission=submission, repeats_deleted=submission is not None
            )
        except SubmissionReused as error:
            raise KeyReused from error

    def _expected(self, forecast: Forecast, named: int | None) -> int | None:
        """Return the version that the change is made against; None for whichever it is."""
        wanted = tags_of(self.request, "If-Match")
        if settings.REQUIRE_IF_MATCH and wanted is None and named is None:
            raise PreconditionRequired
        is_known_to(self.request, etag_of(forecast), forecast)
        if (wanted is None or wanted.is_any) and "If-None-Match" not in self.request.headers:
            return named
        # The service compares again, with the row locked.
        self.matched_by_header = True
        return forecast.version

    def _is_conditional(self) -> bool:
        return not {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"}.isdisjoint(self.request.META)

    def _is_page(self, request: Request) -> bool:
        # A page shows the account and has a token of its own: no tag of a forecast names it.
        return bool(request.accepted_renderer.format == BROWSABLE)
