"""Events that are not about forecasts, defined for the time of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from weather.journal import events
from weather.journal.events import DomainEvent


@contextmanager
def event_class(type_: str) -> Iterator[type[DomainEvent]]:
    """Define an event of that type and remove it afterwards: other tests list all event types."""
    made = type("Made", (DomainEvent,), {"type": type_})
    try:
        yield made
    finally:
        del events._event_types[type_]
