"""Exports forecasts as CSV, JSON, NDJSON, iCalendar and Atom."""
