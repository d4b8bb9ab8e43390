"""The model's rules, asked before a forecast is saved."""

from forecasts.models import Forecast


def check(forecast: Forecast) -> None:
    """Raise ValidationError, by model field, for values that break the model's rules."""
    # By the fields' own rules. Asking the database whether its constraints would hold is a query
    # for each forecast, and they do hold when it is saved.
    forecast.full_clean(validate_unique=False, validate_constraints=False)
