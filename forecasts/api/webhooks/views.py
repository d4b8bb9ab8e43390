"""The views of webhooks: an account sees and changes its own, and no others exist for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from forecasts.api.reading import values
from forecasts.api.refusals import TooManyWebhooks
from forecasts.webhooks import selectors, services
from forecasts.webhooks.access import ADD
from forecasts.webhooks.models import Subscription

from .serializers import (
    DeliverySerializer,
    ReplaySerializer,
    SubscriptionSerializer,
    by_public_name,
)


class MayHaveWebhooks(BasePermission):
    """Accounts that may add webhooks; the others have none to see."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the account may."""
        return bool(request.user.is_authenticated and request.user.has_perm(ADD))


#: Deliveries of a page of the log, without `limit` and at the most.
DEFAULT_ROWS, MOST_ROWS = 50, 500
LARGEST_OFFSET = 2**31 - 1
_PARAMETERS = frozenset({"event", "limit", "offset", "format"})


# Of them the scope of a token.
_DEFAULTS: Any = api_settings.DEFAULT_PERMISSION_CLASSES


class SubscriptionViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Subscription],
):
    """Webhooks of the account: each is sent events by a signed POST request."""

    queryset = Subscription.objects.none()
    permission_classes = [*_DEFAULTS, MayHaveWebhooks]
    serializer_class = SubscriptionSerializer
    filter_backends: list[Any] = []
    pagination_class = None

    def get_queryset(self) -> QuerySet[Subscription]:
        """Return the account's own."""
        return selectors.subscriptions_of(self.request.user)

    def create(self, request: Request) -> Response:
        """Make a webhook for what happens from now on. The answer has its secret, this once."""
        given = self._valid(SubscriptionSerializer(data=request.data))
        given.pop("is_active", None)
        try:
            made, secret = services.subscribe(owner=request.user, **given)
        except services.TooManySubscriptions as error:
            raise TooManyWebhooks(error.messages[0]) from error
        except ValidationError as error:
            raise by_public_name(error) from error
        data = {**SubscriptionSerializer(made).data, "secret": secret}
        where = {"Location": f"{request.path.rstrip('/')}/{made.pk}"}
        return Response(data, status=status.HTTP_201_CREATED, headers=where)

    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a webhook. Activating one that failed sends what it has missed."""
        found = self.get_object()
        given = self._valid(SubscriptionSerializer(found, data=request.data, partial=True))
        try:
            services.change(found, **given)
        except ValidationError as error:
            raise by_public_name(error) from error
        return Response(SubscriptionSerializer(found).data)

    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: int) -> Response:
        """Make a new secret. The old one signs too for a day."""
        found = self.get_object()
        secret = services.rotate_secret(found)
        return Response({"secret": secret, "oldSecretUntil": found.old_secret_until})

    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: int) -> Response:
        """Send a test event; the delivery log has the result."""
        delivery = services.send_test(self.get_object())
        return Response(DeliverySerializer(delivery).data, status=status.HTTP_202_ACCEPTED)

    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: int) -> Response:
        """Send deliveries again: those named, or all that failed."""
        found = self.get_object()
        given = self._valid(ReplaySerializer(data=request.data))
        count = services.replay(found, given.get("deliveries"))
        return Response({"replayed": count}, status=status.HTTP_202_ACCEPTED)

    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: int) -> Response:
        """List what was sent, the latest first, each with its attempts."""
        values.refuse_unknown(request, _PARAMETERS)
        event = values.text(request, "event", longest=100)
        limit = values.number(request, "limit", lowest=1, highest=MOST_ROWS) or DEFAULT_ROWS
        offset = values.number(request, "offset", lowest=0, highest=LARGEST_OFFSET) or 0
        found = selectors.deliveries_of(self.get_object(), event=event)
        shown = DeliverySerializer(found[offset : offset + limit], many=True).data
        return Response(shown, headers={"X-Total-Count": str(found.count())})

    def _valid(self, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
