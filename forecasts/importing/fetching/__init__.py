"""Fetches forecasts of places, by coordinates, from Open-Meteo: see docs/importing.md."""
