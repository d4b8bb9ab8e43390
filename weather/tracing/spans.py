"""Records each step of a change as a span, if OTEL_EXPORTER_OTLP_ENDPOINT is set.

Processes need not pass a trace on: its id is derived from the event's correlation id, and a step's
span id from the event and the step's name, so that each process can compute its parent's.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class Step(NamedTuple):
    """A span for the exporter. Times are in nanoseconds since 1970.

    event: "epoch:position"; "" of a request. parent: the step before, of the same event.
    """

    name: str
    correlation_id: str
    event: str
    began: int
    ended: int
    parent: str = ""
    attributes: tuple[tuple[str, str | int], ...] = ()


#: The span id of the request that is being answered; 0 outside of one.
request_span: ContextVar[int] = ContextVar("request_span", default=0)


def are_traced() -> bool:
    """Return whether spans are exported."""
    return bool(settings.TRACES_ENDPOINT)


def note_span(name: str, *, correlation_id: str, event: str, began: int, parent: str = "") -> None:
    """Record a step of an event that has just ended. began: nanoseconds since 1970."""
    if are_traced():
        exported()(Step(name, correlation_id, event, began, time.time_ns(), parent))


@cache
def exported() -> Callable[[Step], None]:
    """Return the step exporter. Raises ImproperlyConfigured without the extra `otel`."""
    try:
        export: Callable[[Step], None] = import_string("weather.tracing.exporter.export")
    except ImportError as error:
        raise ImproperlyConfigured(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed: "
            "pip install 'live-weather-desk[otel]', or remove the setting."
        ) from error
    return export
