"""Validates a forecast before it is saved."""

from forecasts.models import Forecast


def check(forecast: Forecast) -> None:
    """Raise ValidationError, by model field, for values that break the model's rules."""
    # Only the fields' own rules. Validating the constraints would take a query for each forecast,
    # and the database checks them when it saves.
    forecast.full_clean(validate_unique=False, validate_constraints=False)
