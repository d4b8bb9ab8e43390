"""Event types of forecasts. A new type is a class here and an emit() in a service."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Self

from forecasts.models import Forecast
from weather.journal.events import DomainEvent

from .fields import ForecastData
from .public_form import as_data

#: The kind of a forecast's events: the first part of their types and subjects.
KIND: Final = "weatherforecast"


def subject_of(forecast_id: int) -> str:
    """Return the subject of the events about a forecast."""
    return f"{KIND}/{forecast_id}"


class ForecastEvent(DomainEvent):
    """Something happened to a forecast; `data` is the forecast in its public form."""

    subject: Annotated[str, {"pattern": f"^{KIND}/[0-9]+$"}]
    data: ForecastData

    @classmethod
    def of(
        cls, forecast: Forecast, *, changed: Mapping[str, tuple[Any, Any]] | None = None
    ) -> Self:
        """Return the event with the forecast's current state (its last state if deleted)."""
        return cls(subject=subject_of(forecast.id), data=as_data(forecast), changed=changed)


class ForecastCreated(ForecastEvent):
    """A forecast was created or restored; `data` is its first state."""

    type: ClassVar[str] = f"{KIND}.created"
    changed: None


class ForecastUpdated(ForecastEvent):
    """A forecast was changed; `data` is its new state, `changed` each field before and after."""

    type: ClassVar[str] = f"{KIND}.updated"
    changed: Mapping[str, tuple[Any, Any]]


class ForecastDeleted(ForecastEvent):
    """A forecast was deleted; `data` is its last state."""

    type: ClassVar[str] = f"{KIND}.deleted"
    changed: None
