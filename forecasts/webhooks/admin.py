"""Webhooks of all accounts in the Django admin: made, changed, switched off, and sent again."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from . import services
from .admin_form import CHANGEABLE, SubscriptionAdminForm
from .models import Delivery, Subscription

if TYPE_CHECKING:
    _Subscriptions = admin.ModelAdmin[Subscription]
    _Deliveries = admin.ModelAdmin[Delivery]
else:  # only the stubs know the models' types
    _Subscriptions = _Deliveries = admin.ModelAdmin

_LOGGED = (
    *("subscription", "position", "event_id", "type", "state", "attempts", "next_at"),
    *("created_at", "attempts_made", "text"),
)
_SHOWN = ("is_active", "disabled_because", "from_position", "created_at")


@admin.register(Subscription)
class SubscriptionAdmin(_Subscriptions):
    """Lists the webhooks; a secret is shown once, when one is made."""

    list_display = ["url", "owner", "is_active", "disabled_because", "created_at"]
    list_filter = ["is_active"]
    search_fields = ["url", "owner__username"]
    form = SubscriptionAdminForm
    autocomplete_fields = ["owner"]
    actions = ["activate", "switch_off", "replay", "send_test"]

    def get_fields(self, request: HttpRequest, obj: Subscription | None = None) -> tuple[str, ...]:
        """Return the editable fields, then the read-only ones."""
        return ("owner", *CHANGEABLE, *(_SHOWN if obj else ()))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Subscription | None = None
    ) -> list[str]:
        """Return the read-only fields: of an existing webhook, the owner too."""
        return ["owner", *_SHOWN] if obj else []

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        """Create or change it through the services."""
        values = {name: form.cleaned_data[name] for name in CHANGEABLE}
        if change:
            services.change(obj, **values)
            return
        made, secret = services.subscribe(owner=obj.owner, **values)
        obj.pk, obj.secret, obj._state.adding = made.pk, secret, False

    @method_decorator(never_cache)
    def response_add(
        self, request: HttpRequest, obj: Subscription, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret, in the response to the form."""
        back = reverse("admin:webhooks_subscription_change", args=[obj.pk])
        context = {"subscription": obj, "secret": obj.secret, "back": back}
        return render(request, "webhooks/secret.html", context)

    @admin.action(description=gettext_lazy("Activate"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Activate them, and retry failed deliveries."""
        for each in queryset:
            services.change(each, is_active=True)
        self.message_user(request, _("Done."))

    @admin.action(description=gettext_lazy("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Switch them off; events in the meantime are not sent to them."""
        for each in queryset:
            services.change(each, is_active=False)
        self.message_user(request, _("Done."))

    @admin.action(description=gettext_lazy("Send failed deliveries again"), permissions=["change"])
    def replay(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Retry failed deliveries."""
        count = sum(services.replay(each) for each in queryset)
        self.message_user(request, _("Sent again: %(count)s.") % {"count": count})

    @admin.action(description=gettext_lazy("Send a test event"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """Send a test event to each."""
        for each in queryset:
            services.send_test(each)
        self.message_user(request, _("Done."))


@admin.register(Delivery)
class DeliveryAdmin(_Deliveries):
    """The delivery log of all webhooks, read-only."""

    list_display = ["created_at", "subscription", "type", "event_id", "state", "attempts"]
    list_filter = ["state", "type"]
    list_select_related = ["subscription"]
    search_fields = ["=event_id", "=subscription__url"]
    show_full_result_count = False
    fields = _LOGGED

    readonly_fields = _LOGGED

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: the follower creates them."""
        return False

    @admin.display(description=gettext_lazy("attempts"))
    def attempts_made(self, delivery: Delivery) -> str:
        """List each attempt with its answer."""
        return "\n".join(
            f"{each} ({each.seconds:.2f} s) {each.answer[:200]}" for each in delivery.log.all()
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: the log is cleaned by its age (WEBHOOK_LOG_DAYS)."""
        return False
