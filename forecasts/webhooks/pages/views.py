"""The pages of an account's webhooks."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forecasts.webhooks import selectors, services
from forecasts.webhooks.access import ADD
from forecasts.webhooks.forms import SubscriptionForm
from forecasts.webhooks.models import Subscription
from weather.whole_numbers import whole_number

DELIVERIES_A_PAGE = 25


def _own(request: HttpRequest, number: int) -> Subscription:
    return get_object_or_404(selectors.subscriptions_of(request.user), pk=number)


@login_required
@permission_required(ADD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """List the account's webhooks, and make another one."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.subscribe(owner=request.user, **form.values())
        except ValidationError as error:
            form.refuse(error)
        else:
            return _with_secret(request, made, secret)
    context = {"form": form, "subscriptions": selectors.subscriptions_of(request.user)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "webhooks/list.html", context, status=status)


@login_required
@permission_required(ADD, raise_exception=True)
@require_GET
def subscription(request: HttpRequest, number: int) -> HttpResponse:
    """Show a webhook with its delivery log; `?event=` searches that."""
    found = _own(request, number)
    # No row contains NUL, and PostgreSQL rejects it in a query.
    event = request.GET.get("event", "").replace("\0", "\ufffd").strip()[:100]
    deliveries = selectors.deliveries_of(found, event=event)
    page = Paginator(deliveries, DELIVERIES_A_PAGE).get_page(_page_number(request))
    context = {"subscription": found, "page": page, "event": event}
    return render(request, "webhooks/one.html", context)


@login_required
@permission_required(ADD, raise_exception=True)
@require_POST
def act(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Run an action on a webhook, and redirect to its page."""
    found = _own(request, number)
    if action == "delete":
        found.delete()
        messages.success(request, _("The webhook was deleted."))
        return redirect("webhooks:list")
    if action == "secret":
        return _with_secret(request, found, services.rotate_secret(found))
    if action not in _ACTIONS:
        raise Http404(f"There is no {action}.")
    messages.success(request, _ACTIONS[action](found, request))
    return redirect("webhooks:one", number)


@never_cache
def _with_secret(request: HttpRequest, found: Subscription, secret: str) -> HttpResponse:
    # In the response to the POST: a redirect would require storing the secret in the meantime.
    back = reverse("webhooks:one", args=[found.pk])
    context = {"subscription": found, "secret": secret, "back": back}
    return render(request, "webhooks/secret.html", context)


def _test(found: Subscription, request: HttpRequest) -> str:
    services.send_test(found)
    return _("A test event is being sent.")


def _activate(found: Subscription, request: HttpRequest) -> str:
    services.change(found, is_active=True)
    return _("The webhook is active, and failed deliveries are sent again.")


def _switch_off(found: Subscription, request: HttpRequest) -> str:
    services.change(found, is_active=False)
    return _("The webhook is switched off.")


def _replay(found: Subscription, request: HttpRequest) -> str:
    try:
        chosen = [whole_number(request.POST["delivery"])] if "delivery" in request.POST else None
    except ValueError:
        chosen = [0]
    return _("Sent again: %(count)s.") % {"count": services.replay(found, chosen)}


_ACTIONS: dict[str, Any] = {
    "test": _test,
    "activate": _activate,
    "off": _switch_off,
    "replay": _replay,
}


def _page_number(request: HttpRequest) -> int:
    try:
        return whole_number(request.GET.get("page", "1"))
    except ValueError:
        return 1
