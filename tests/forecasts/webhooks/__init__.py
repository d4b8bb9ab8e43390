"""Tests of forecasts.webhooks."""
