"""Exceptions that the services raise, besides Django's ValidationError."""

from forecasts.models import Forecast


class ForecastNotFound(LookupError):
    """No forecast has that id, or it was deleted."""

    def __init__(self, forecast_id: int) -> None:
        super().__init__(f"There is no forecast {forecast_id}.")


class SubmissionReused(Exception):
    """The submission has already created a forecast with other fields.

    made: that forecast's current state.
    """

    def __init__(self, made: Forecast) -> None:
        super().__init__(f"This submission has made forecast {made.pk} already, of other fields.")
        self.made = made


class StaleVersion(Exception):
    """The edit was made against a version that is no longer current.

    current: the forecast's current state. expected: the version that the edit named.
    """

    def __init__(self, current: Forecast, expected: int) -> None:
        super().__init__(
            f"The forecast is at version {current.version}, not {expected}: "
            "read it again and repeat the change."
        )
        self.current = current
        self.expected = expected
