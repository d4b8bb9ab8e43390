"""What a row that was taken holds."""

from typing import Any

from forecasts.importing.rows.row import Taken

NAMES = ("date", "temperature_c", "summary", "location")


def fields_of(row: Taken) -> dict[str, Any]:
    """Return the forecast's fields, by the model's names."""
    return {name: getattr(row.forecast, name) for name in NAMES}
