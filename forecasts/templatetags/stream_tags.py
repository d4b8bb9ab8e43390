"""The address of the event stream."""

from django import template
from django.urls import get_script_prefix

register = template.Library()


@register.simple_tag
def stream_path() -> str:
    """Return the socket's path, under PATH_PREFIX if there is one."""
    return f"{get_script_prefix()}ws/weatherforecast"
