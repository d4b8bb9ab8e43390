"""The system check that stops a process with wrong FOLLOWERS."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .registry import registered


@register
def check_followers(**_: Any) -> list[CheckMessage]:
    """followers.E001: FOLLOWERS is a dictionary of names and dotted paths to functions."""
    try:
        registered()
    except ImproperlyConfigured as error:
        hint = 'For example {"analytics": "forecasts.analytics.follower.count"}.'
        return [Error(str(error), hint, id="followers.E001")]
    return []
