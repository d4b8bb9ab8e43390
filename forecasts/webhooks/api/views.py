"""The views of webhooks: an account sees and changes its own, and no others exist for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forecasts.webhooks import selectors, services
from forecasts.webhooks.access import ADD
from forecasts.webhooks.models import Delivery, Subscription

from .serializers import (
    DeliverySerializer,
    NewSubscriptionSerializer,
    ReplaySerializer,
    SecretSerializer,
    SubscriptionSerializer,
    by_public_name,
)


class MayHaveWebhooks(BasePermission):
    """Accounts that may add webhooks; the others have none to see."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the account may."""
        return bool(request.user.is_authenticated and request.user.has_perm(ADD))


class DeliveryPages(LimitOffsetPagination):
    """Pages of the delivery log."""

    default_limit, max_limit = 50, 500


class SubscriptionViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Subscription],
):
    """Webhooks of the account: each is sent events by a signed POST request."""

    queryset = Subscription.objects.none()
    permission_classes = [MayHaveWebhooks]
    serializer_class = SubscriptionSerializer
    filter_backends: list[Any] = []
    pagination_class = None

    def get_queryset(self) -> QuerySet[Subscription]:
        """Return the account's own."""
        return selectors.subscriptions_of(self.request.user)

    @extend_schema(responses={201: NewSubscriptionSerializer})
    def create(self, request: Request) -> Response:
        """Make a webhook for what happens from now on. The answer has its secret, this once."""
        given = self._valid(SubscriptionSerializer(data=request.data))
        given.pop("is_active", None)
        try:
            made, secret = services.subscribe(owner=request.user, **given)
        except ValidationError as error:
            raise by_public_name(error) from error
        data = {**SubscriptionSerializer(made).data, "secret": secret}
        where = {"Location": f"{request.path.rstrip('/')}/{made.pk}"}
        return Response(data, status=status.HTTP_201_CREATED, headers=where)

    @extend_schema(responses=SubscriptionSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a webhook. Activating one that failed sends what it has missed."""
        found = self.get_object()
        given = self._valid(SubscriptionSerializer(found, data=request.data, partial=True))
        try:
            services.change(found, **given)
        except ValidationError as error:
            raise by_public_name(error) from error
        return Response(SubscriptionSerializer(found).data)

    @extend_schema(request=None, responses=SecretSerializer)
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: int) -> Response:
        """Make a new secret. The old one signs too for a day."""
        found = self.get_object()
        secret = services.rotate_secret(found)
        return Response({"secret": secret, "oldSecretUntil": found.old_secret_until})

    @extend_schema(request=None, responses={202: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: int) -> Response:
        """Have a test event sent; the delivery log tells what became of it."""
        delivery = services.send_test(self.get_object())
        return Response(DeliverySerializer(delivery).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=ReplaySerializer, responses={202: ReplaySerializer})
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: int) -> Response:
        """Have deliveries sent once more: those named, or all that failed."""
        found = self.get_object()
        given = self._valid(ReplaySerializer(data=request.data))
        count = services.replay(found, given.get("deliveries"))
        return Response({"replayed": count}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        responses=DeliverySerializer(many=True),
        parameters=[
            OpenApiParameter("event", str, description="An event's id, position or type."),
            OpenApiParameter("limit", int),
            OpenApiParameter("offset", int),
        ],
    )
    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: int) -> Response:
        """List what was sent, the latest first, each with its attempts."""
        event = request.query_params.get("event", "")
        found = selectors.deliveries_of(self.get_object(), event=event)
        pages = DeliveryPages()
        page: list[Delivery] = pages.paginate_queryset(found, request, self) or []
        return pages.get_paginated_response(DeliverySerializer(page, many=True).data)

    def _valid(self, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
