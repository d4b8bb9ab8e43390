"""The REST API of forecasts: validates, calls a service, renders the result."""

import re
from typing import Any, cast

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from forecasts import selectors, services
from forecasts.models import LARGEST_VERSION, Forecast
from forecasts.rules.errors import SubmissionReused
from forecasts.rules.fields import ForecastFields

from .filters import ForecastFilter
from .idempotency import KEY_REUSED, KeyReused, key_of
from .idempotency import PARAMETER as IDEMPOTENCY_KEY
from .paging import ListPages
from .serializers import ForecastSerializer

_if_match = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description='The ETag, e.g. "3", that must be current.',
)


@extend_schema_view(
    create=extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        responses={201: ForecastSerializer, 422: OpenApiResponse(description=KEY_REUSED)},
    ),
    update=extend_schema(parameters=[_if_match]),
    partial_update=extend_schema(parameters=[_if_match]),
    destroy=extend_schema(parameters=[_if_match]),
)
class ForecastViewSet(viewsets.ModelViewSet[Forecast]):
    """Weather forecasts: reading is open, writing needs an account that may."""

    queryset = selectors.forecasts()
    serializer_class = ForecastSerializer
    filterset_class = ForecastFilter
    pagination_class = ListPages
    #: Set when the version to match came with If-Match: a mismatch is then 412, else 409.
    matched_by_header = False

    def perform_create(self, serializer: serializers.BaseSerializer[Forecast]) -> None:
        """Create the forecast; a version in the body means nothing yet."""
        data = {k: v for k, v in serializer.validated_data.items() if k != "version"}
        fields = cast(ForecastFields, data)
        key = key_of(self.request)
        try:
            serializer.instance = services.create_forecast(**fields, submission=key)
        except SubmissionReused as error:
            raise KeyReused from error

    def perform_update(self, serializer: serializers.BaseSerializer[Forecast]) -> None:
        """Change the forecast, if it is still at the version that the request names (if any)."""
        changes = dict(serializer.validated_data)
        named = changes.pop("version", None)
        expected = self._if_match(default=named)
        serializer.instance = services.update_forecast(
            forecast_id=self._id, expected_version=expected, **changes
        )

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete the forecast, if it is still at the version of If-Match (if any)."""
        services.delete_forecast(forecast_id=self._id, expected_version=self._if_match())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Add the ETag of a single forecast."""
        response = super().finalize_response(request, response, *args, **kwargs)
        is_forecast = not response.exception and isinstance(response.data, dict)
        if is_forecast and "version" in response.data:
            response.headers["ETag"] = f'"{response.data["version"]}"'
        return response

    def get_success_headers(self, data: Any) -> dict[str, str]:
        """Return the Location of a new forecast."""
        return {"Location": f"{self.request.path.rstrip('/')}/{data['id']}"}

    @property
    def _id(self) -> int:
        return int(self.kwargs["pk"])

    def _if_match(self, default: int | None = None) -> int | None:
        header = self.request.headers.get("If-Match", "*")
        if header == "*":
            return default
        tag = re.fullmatch(r'"([1-9][0-9]{0,9})"', header)
        if tag is None or int(tag[1]) > LARGEST_VERSION:
            raise ValidationError({"If-Match": 'Send one ETag as it was given, e.g. "3", or *.'})
        self.matched_by_header = True
        return int(tag[1])
