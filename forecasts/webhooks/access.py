"""Decides which accounts may have webhooks and receive events."""

from typing import Any

from django.conf import settings

ADD, CHANGE = "webhooks.add_subscription", "webhooks.change_subscription"


def may_read(user: Any) -> bool:
    """Return whether an account may receive events."""
    return bool(
        user.is_active and (settings.PUBLIC_READ or user.has_perm(settings.READ_PERMISSION))
    )
