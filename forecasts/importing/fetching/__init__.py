"""Forecasts of places by their coordinates, asked of Open-Meteo: see docs/importing.md."""
