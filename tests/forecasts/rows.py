"""Make forecasts for tests, through the services."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from forecasts import services
from forecasts.models import Forecast
from forecasts.rules.fields import ForecastFields

DAY = dt.date(2025, 10, 25)


def fields(number: int = 1, *, celsius: str = "25") -> ForecastFields:
    """Return the fields of a forecast; `number` distinguishes it from others."""
    return {
        "date": DAY,
        "temperature_c": Decimal(celsius),
        "summary": "Warm",
        "location": f"Oslo {number}",
    }


def make_forecast(
    number: int = 1, *, celsius: str = "25", submission: UUID | None = None
) -> Forecast:
    """Make a forecast."""
    return services.create_forecast(**fields(number, celsius=celsius), submission=submission)


def make_forecasts(count: int) -> list[Forecast]:
    """Make `count` forecasts."""
    return [make_forecast(number) for number in range(1, count + 1)]
