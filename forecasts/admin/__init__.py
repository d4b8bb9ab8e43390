"""The admin's face of the forecasts. Every write of it goes through the services."""

from .forecast_admin import ForecastAdmin

__all__ = ["ForecastAdmin"]
