"""Events that are about something else than forecasts, for as long as a test wants them known."""

from collections.abc import Iterator
from contextlib import contextmanager

from weather.journal import events
from weather.journal.events import DomainEvent


@contextmanager
def event_class(type_: str) -> Iterator[type[DomainEvent]]:
    """Define an event of that type, and forget it afterwards: other tests ask which there are."""
    made = type("Made", (DomainEvent,), {"type": type_})
    try:
        yield made
    finally:
        del events._event_types[type_]
