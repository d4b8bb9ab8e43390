"""The forecasts of an import, made and stored without the ORM."""

import datetime as dt
from decimal import Decimal

from forecasts.models import Forecast
from forecasts.rules.fields import ForecastFields
from forecasts.storage import unsaved


def test_an_unsaved_forecast_has_the_attributes_that_the_model_gives_it() -> None:
    fields = ForecastFields(date=dt.date(2026, 1, 1), temperature_c=Decimal("-3.5"), summary="Snow")
    made, usual = vars(unsaved(**fields)), vars(Forecast(**fields))
    assert made.keys() == usual.keys()
    assert {**made, "_state": None} == {**usual, "_state": None}
