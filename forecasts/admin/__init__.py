"""The forecasts in the Django admin. Every write goes through the services."""

from .forecast_admin import ForecastAdmin

__all__ = ["ForecastAdmin"]
