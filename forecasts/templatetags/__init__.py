"""What the templates of forecasts need besides Django's tags."""
