"""What can happen to a forecast. A new event type is a class here and an emit() in a service."""

from typing import ClassVar

from weather.journal.events import DomainEvent


class ForecastCreated(DomainEvent):
    """A forecast was made; `data` is the new forecast."""

    type: ClassVar[str] = "weatherforecast.created"


class ForecastUpdated(DomainEvent):
    """A forecast was changed; `data` is its new state, `changed` each field before and after."""

    type: ClassVar[str] = "weatherforecast.updated"


class ForecastDeleted(DomainEvent):
    """A forecast was deleted; `data` is its last state."""

    type: ClassVar[str] = "weatherforecast.deleted"
