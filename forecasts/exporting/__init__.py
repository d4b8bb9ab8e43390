"""Files out: forecasts as CSV, JSON, NDJSON, iCalendar and Atom."""
