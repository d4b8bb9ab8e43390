"""Counts log-ins that were refused, on pages, in the admin and by Basic authentication."""

from typing import Any

from django.contrib.auth.signals import user_login_failed
from prometheus_client import Counter

REFUSED = Counter("desk_logins_refused", "Log-ins that were refused, by why.", ["reason"])
WRONG, PAUSED = REFUSED.labels("wrong"), REFUSED.labels("paused")


def count(request: Any = None, **_: Any) -> None:
    """Count one that Django refused; django-axes marks those that have to wait."""
    (PAUSED if getattr(request, "axes_locked_out", False) else WRONG).inc()


def count_refused_logins() -> None:
    """Count from now on."""
    user_login_failed.connect(count, dispatch_uid="weather.metrics.logins")
