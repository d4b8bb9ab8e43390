"""The addresses of the event stream."""

from django import template
from django.conf import settings
from django.urls import get_script_prefix

register = template.Library()


@register.simple_tag
def stream_path() -> str:
    """Return the socket's path, under PATH_PREFIX if there is one."""
    return f"{get_script_prefix()}ws/weatherforecast"


@register.simple_tag
def has_presence() -> bool:
    """Return whether accounts see who else is on a page."""
    return bool(settings.PRESENCE)


@register.simple_tag(takes_context=True)
def stream_url(context: template.Context) -> str:
    """Return STREAM_URL for a page that shows what every reader may know; else ""."""
    user = context.get("user")
    is_public = settings.PUBLIC_READ and not settings.PUBLIC_ACTORS
    return settings.STREAM_URL if is_public and user is not None and user.is_anonymous else ""
