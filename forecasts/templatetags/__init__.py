"""Template tags of forecasts."""
