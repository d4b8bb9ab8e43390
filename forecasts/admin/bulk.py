"""Changes or deletes many forecasts, each through the services with an event of its own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice

from django.core.exceptions import ValidationError

from forecasts import services
from forecasts.forms.bulk_change import BulkChange, changed_fields
from forecasts.models import Forecast
from forecasts.rules.errors import ForecastNotFound, StaleVersion

# Each change is a transaction of some milliseconds, and the page waits for all of them.
MOST_CHANGED = 1000
# Deleted in one transaction, which holds the journal's lock.
CHUNK = 500


class Outcome(Enum):
    """The outcome for one selected forecast."""

    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    REFUSED = "refused"


def change_all(forecast_ids: Iterable[int], change: BulkChange) -> Counter[Outcome]:
    """Change each of the forecasts; count the outcomes."""
    return Counter(_change_one(forecast_id, change) for forecast_id in forecast_ids)


def delete_all(forecast_ids: Sequence[int]) -> int:
    """Delete the forecasts that exist; return the number deleted."""
    return sum(
        len(services.delete_forecasts(forecast_ids=chunk)) for chunk in _chunks(forecast_ids)
    )


def _change_one(forecast_id: int, change: BulkChange) -> Outcome:
    while True:
        forecast = Forecast.objects.filter(pk=forecast_id).first()
        if forecast is None:
            return Outcome.GONE
        try:
            saved = services.update_forecast(
                forecast_id=forecast_id,
                expected_version=forecast.version,
                **changed_fields(forecast, change),
            )
        except StaleVersion:
            continue  # changed by another request meanwhile: apply to the new version
        except ForecastNotFound:
            return Outcome.GONE
        except (ValidationError, OverflowError):
            return Outcome.REFUSED
        return Outcome.SAME if saved.version == forecast.version else Outcome.CHANGED


def _chunks(forecast_ids: Sequence[int]) -> Iterator[list[int]]:
    remaining = iter(forecast_ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
