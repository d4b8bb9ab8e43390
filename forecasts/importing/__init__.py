"""Imports forecasts from files. Each row is accepted, or refused with a reason."""
