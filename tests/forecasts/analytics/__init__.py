"""Tests of forecasts.analytics."""
