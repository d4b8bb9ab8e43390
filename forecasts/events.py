"""What can happen to a forecast. A new event type is a class here and an emit() in a service."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from weather.journal.events import DomainEvent

from .models import Forecast
from .representation import as_data


class ForecastEvent(DomainEvent):
    """Something happened to a forecast; `data` is the forecast in its public form."""

    @classmethod
    def of(
        cls, forecast: Forecast, *, changed: Mapping[str, tuple[Any, Any]] | None = None
    ) -> Self:
        """Return the event, told of the forecast as it is (or, deleted, as it last was)."""
        data = dict(as_data(forecast))
        return cls(subject=f"weatherforecast/{forecast.pk}", data=data, changed=changed)


class ForecastCreated(ForecastEvent):
    """A forecast was made, or brought back; `data` is how it begins."""

    type: ClassVar[str] = "weatherforecast.created"


class ForecastUpdated(ForecastEvent):
    """A forecast was changed; `data` is its new state, `changed` each field before and after."""

    type: ClassVar[str] = "weatherforecast.updated"


class ForecastDeleted(ForecastEvent):
    """A forecast was deleted; `data` is its last state."""

    type: ClassVar[str] = "weatherforecast.deleted"
