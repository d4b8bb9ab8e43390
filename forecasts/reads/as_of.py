"""Forecasts at an earlier position of the journal."""

import json

from forecasts.rules.events import KIND, ForecastDeleted, subject_of
from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import completed
from weather.journal import selectors, subjects


class NotKnown(LookupError):
    """The state is unknown: the position is beyond the head, or the needed entries are pruned."""


def forecast_at(forecast_id: int, position: int) -> ForecastData | None:
    """Return a forecast as it was; None if it was not there. Raises NotKnown."""
    _check(position)
    text = subjects.last_text_about(subject_of(forecast_id), until=position)
    if text is None:
        if selectors.pruned_position():
            raise NotKnown("The journal's entries about this forecast are pruned.")
        return None
    event = json.loads(text)
    return None if event["type"] == ForecastDeleted.type else completed(event["data"])


def forecasts_at(position: int, *, offset: int, limit: int) -> list[ForecastData]:
    """Return the forecasts as they were, by the position of their last change. Raises NotKnown."""
    _check(position)
    if selectors.pruned_position():
        raise NotKnown("The beginning of the journal is pruned, so that not all is known.")
    texts = subjects.state_at(
        KIND, until=position, without=ForecastDeleted.type, offset=offset, limit=limit
    )
    return [completed(json.loads(text)["data"]) for text in texts]


def _check(position: int) -> None:
    head = selectors.head().position
    if position > head:
        raise NotKnown(f"The journal has no position {position} yet: it is at {head}.")
