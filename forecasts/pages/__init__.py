"""The HTML pages of the forecasts."""
