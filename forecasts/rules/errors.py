"""Exceptions that the services raise, besides Django's ValidationError."""

from forecasts.models import Forecast


class ForecastNotFound(LookupError):
    """There is no forecast with that id (any more)."""

    def __init__(self, forecast_id: int) -> None:
        super().__init__(f"There is no forecast {forecast_id}.")


class SubmissionReused(Exception):
    """The submission has made a forecast already, of other fields than are asked for now.

    made: that forecast as it is now.
    """

    def __init__(self, made: Forecast) -> None:
        super().__init__(f"This submission has made forecast {made.pk} already, of other fields.")
        self.made = made


class StaleVersion(Exception):
    """The edit was made against a version that is no longer the current one.

    current: the forecast as it is now. expected: the version that the edit named.
    """

    def __init__(self, current: Forecast, expected: int) -> None:
        super().__init__(
            f"The forecast is at version {current.version}, not {expected}: "
            "read it again and repeat the change."
        )
        self.current = current
        self.expected = expected
