"""The query parameters of lists and single forecasts."""
