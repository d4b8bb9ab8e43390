"""Changes of forecasts that are made together, and their outcomes."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError

from forecasts.models import Forecast

from .errors import ForecastNotFound, StaleVersion
from .fields import ForecastChanges, ForecastFields


class Creation(NamedTuple):
    """Make a forecast."""

    fields: ForecastFields


class Update(NamedTuple):
    """Change a forecast, if it is at the version (if one is named)."""

    forecast_id: int
    changes: ForecastChanges
    expected_version: int | None = None


class Deletion(NamedTuple):
    """Delete a forecast, if it is at the version (if one is named)."""

    forecast_id: int
    expected_version: int | None = None


Change = Creation | Update | Deletion
Outcome = Forecast | ForecastNotFound | StaleVersion | ValidationError


class ChangesRefused(Exception):
    """Some of the changes, named by index, are refused, so none was made."""

    def __init__(self, refused: Mapping[int, Exception]) -> None:
        super().__init__(f"{len(refused)} of the changes are refused.")
        self.refused = refused
