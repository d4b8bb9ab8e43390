"""Complete event texts as the journal makes them (signed, chained), without a journal."""

from forecasts.rules.events import ForecastCreated
from weather.journal import events
from weather.journal.chain import ORIGIN

CREATED = ForecastCreated.type


def sealed(
    position: int, *, source: str = "/weather/api", epoch: str = "e1", previous: str = ORIGIN
) -> str:
    """Return the text of the event at a position. previous: the digest before it."""
    return events.sealed(
        ForecastCreated(subject=f"weatherforecast/{position}", data={"text": "Grün 🌧"}),
        by=events.Provenance(source=source, actor="ada", correlation_id="c-1"),
        epoch=epoch,
        position=position,
        previous=previous,
    )
