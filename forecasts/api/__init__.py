"""The REST API of the forecasts."""
