"""System checks that stop a process with wrong settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def check_event_origin(**_: Any) -> list[CheckMessage]:
    """journal.E001: EVENT_ORIGIN says which process this is, for the events' source."""
    if getattr(settings, "EVENT_ORIGIN", None) in ("api", "web"):
        return []
    hint = "It becomes the source of the process's events: /weather/api or /weather/web."
    return [Error("EVENT_ORIGIN must be 'api' or 'web'.", hint, id="journal.E001")]
