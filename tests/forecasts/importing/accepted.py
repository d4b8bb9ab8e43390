"""Files for the importer, and the fields of an accepted row."""

from datetime import date, timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, cast

from forecasts.importing.files.opening import Content
from forecasts.importing.rows.row import Accepted

NAMES = ("date", "temperature_c", "summary", "location")


def fields_of(row: Accepted) -> dict[str, Any]:
    """Return the forecast's fields, by the model's names."""
    return {name: getattr(row.forecast, name) for name in NAMES}


def content_of(file: BytesIO, name: str) -> Content:
    """Return an in-memory file in the form in which the importer opens one on disk."""
    stream = cast(BufferedReader, BufferedReader(file))
    return Content(name, stream, len(file.getvalue()), file.tell, is_workbook=False)


def days_of_oslo(folder: Path, count: int) -> Path:
    """Write a file with that number of days, of 0 °C, 1 °C and so on; return its path."""
    path = folder / "oslo.csv"
    days = [f"{date(2026, 1, 1) + timedelta(days=n)},{n},Oslo,Dry" for n in range(count)]
    path.write_text("\n".join(["date,tempC,location,summary", *days, ""]))
    return path
