"""Writes of subscriptions. Each raises ValidationError by field for bad values."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weather.journal.events import public_event_types, stamp
from weather.journal.selectors import head

from .models import Delivery, State, Subscription
from .secrets import encrypted, new_secret
from .sending.addresses import Forbidden, checked_url

#: How many subscriptions one account may have, and how many locations one of these.
MOST_SUBSCRIPTIONS, MOST_LOCATIONS = 20, 50
_LONGEST_LOCATION = 100
#: For how long the old secret signs too, after a new one was made.
ROTATION = timedelta(hours=24)
TEST_TYPE = "webhook.test"


class TooManySubscriptions(ValidationError):
    """The account has reached the limit of subscriptions."""


@transaction.atomic
def subscribe(
    *, owner: Any, url: str, event_types: Sequence[str] = (), locations: Sequence[str] = ()
) -> tuple[Subscription, str]:
    """Create a subscription to future events; return it with its secret.

    The secret cannot be read again. Raises TooManySubscriptions, and ValidationError by field.
    """
    # Locking the account's row protects the count.
    get_user_model().objects.select_for_update().get(pk=owner.pk)
    if Subscription.objects.filter(owner_id=owner.pk).count() >= MOST_SUBSCRIPTIONS:
        words = _("An account may have %(most)s webhooks: delete one first.")
        raise TooManySubscriptions({"url": words % {"most": MOST_SUBSCRIPTIONS}})
    secret = new_secret()
    fields = _checked(url=url, event_types=event_types, locations=locations)
    subscription = Subscription(
        owner_id=owner.pk, secret=encrypted(secret), from_position=head().position, **fields
    )
    subscription.save()
    return subscription, secret


def change(subscription: Subscription, **fields: Any) -> None:
    """Change url, event_types, locations or is_active; activating retries failed deliveries."""
    is_active = fields.pop("is_active", None)
    for name, value in _checked(**fields).items():
        setattr(subscription, name, value)
    with transaction.atomic():
        if is_active is not None:
            if is_active and not subscription.is_active:
                if not subscription.disabled_because:
                    # Switched off by its owner: events in the meantime are skipped.
                    subscription.from_position = head().position
                _wait_again(subscription.deliveries.exclude(state=State.DELIVERED))
            subscription.is_active = is_active
            subscription.disabled_because = ""
        subscription.save()


def rotate_secret(subscription: Subscription) -> str:
    """Make a new secret and return it; the old one signs too for a day."""
    secret = new_secret()
    subscription.old_secret = subscription.secret
    subscription.old_secret_until = timezone.now() + ROTATION
    subscription.secret = encrypted(secret)
    subscription.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return secret


def send_test(subscription: Subscription) -> Delivery:
    """Send a test event without a forecast."""
    event_id = str(uuid4())
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": "/weather/webhooks",
        "type": TEST_TYPE,
        "subject": f"webhook/{subscription.pk}",
        "time": stamp(timezone.now()),
        "datacontenttype": "application/json",
        "data": {"message": "This is a test."},
    }
    return Delivery.objects.create(
        subscription=subscription,
        event_id=event_id,
        type=TEST_TYPE,
        text=json.dumps(event),
        next_at=timezone.now(),
    )


def replay(subscription: Subscription, deliveries: Sequence[int] | None = None) -> int:
    """Send these deliveries again, or all that failed; return the number."""
    found = subscription.deliveries.exclude(state=State.WAITING)
    found = found.filter(pk__in=deliveries) if deliveries else found.filter(state=State.FAILED)
    return _wait_again(found)


def _wait_again(deliveries: Any) -> int:
    count: int = deliveries.update(state=State.WAITING, attempts=0, next_at=timezone.now())
    return count


def _checked(**fields: Any) -> dict[str, Any]:
    """Return the validated fields. Raises ValidationError, naming each bad one."""
    errors: dict[str, str] = {}
    if "url" in fields:
        try:
            checked_url(fields["url"])
        except Forbidden as error:
            errors["url"] = str(error)
    known = public_event_types()
    if unknown := [each for each in fields.get("event_types", ()) if each not in known]:
        errors["event_types"] = _("Unknown type %(type)s; choose from %(known)s.") % {
            "type": unknown[0],
            "known": ", ".join(known),
        }
    locations = fields.get("locations", ())
    if len(locations) > MOST_LOCATIONS or any(len(each) > _LONGEST_LOCATION for each in locations):
        errors["locations"] = _("At most %(most)s locations of at most %(longest)s characters.") % {
            "most": MOST_LOCATIONS,
            "longest": _LONGEST_LOCATION,
        }
    if errors:
        raise ValidationError(errors)
    return {name: value if name == "url" else sorted(set(value)) for name, value in fields.items()}
