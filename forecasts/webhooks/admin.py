"""Webhooks of all accounts in the Django admin: to look at, to switch off, and to send again."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import services
from .models import Delivery, Subscription

if TYPE_CHECKING:
    _Subscriptions = admin.ModelAdmin[Subscription]
    _Deliveries = admin.ModelAdmin[Delivery]
else:  # only the stubs know the models' types
    _Subscriptions = _Deliveries = admin.ModelAdmin


class _ReadOnly:
    """Rows that owners make, and that nothing here writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: an account makes its own, whose secret it is shown once."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return all fields."""
        fields: list[str] = self.fields  # type: ignore[attr-defined]
        return fields


@admin.register(Subscription)
class SubscriptionAdmin(_ReadOnly, _Subscriptions):
    """Lists the webhooks; secrets are shown nowhere."""

    list_display = ["url", "owner", "is_active", "disabled_because", "created_at"]
    list_filter = ["is_active"]
    search_fields = ["url", "owner__username"]
    fields = [
        *["url", "owner", "event_types", "locations", "is_active", "disabled_because"],
        *["from_position", "created_at"],
    ]
    actions = ["activate", "switch_off", "replay", "send_test"]

    @admin.action(description=gettext_lazy("Activate"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Activate them, and send what failed."""
        for each in queryset:
            services.change(each, is_active=True)
        self.message_user(request, _("Done."))

    @admin.action(description=gettext_lazy("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Switch them off; what happens meanwhile is not sent to them."""
        for each in queryset:
            services.change(each, is_active=False)
        self.message_user(request, _("Done."))

    @admin.action(description=gettext_lazy("Send what failed again"), permissions=["change"])
    def replay(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Have failed deliveries sent once more."""
        count = sum(services.replay(each) for each in queryset)
        self.message_user(request, _("Sent again: %(count)s.") % {"count": count})

    @admin.action(description=gettext_lazy("Send a test event"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Send a test event to each."""
        for each in queryset:
            services.send_test(each)
        self.message_user(request, _("Done."))


@admin.register(Delivery)
class DeliveryAdmin(_ReadOnly, _Deliveries):
    """The delivery log of all webhooks."""

    list_display = ["created_at", "subscription", "type", "event_id", "state", "attempts"]
    list_filter = ["state", "type"]
    list_select_related = ["subscription"]
    search_fields = ["=event_id", "=subscription__url"]
    show_full_result_count = False
    fields = [
        *["subscription", "position", "event_id", "type", "state", "attempts", "next_at"],
        *["created_at", "attempts_made", "text"],
    ]

    @admin.display(description=gettext_lazy("attempts"))
    def attempts_made(self, delivery: Delivery) -> str:
        """List each attempt with its answer."""
        return "\n".join(
            f"{each} ({each.seconds:.2f} s) {each.answer[:200]}" for each in delivery.log.all()
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: the log is cleaned by its age (WEBHOOK_LOG_DAYS)."""
        return False
