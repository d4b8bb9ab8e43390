"""The formats of a file of forecasts: its start, a row, its end."""

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from forecasts.models import Forecast
from forecasts.rules.fields import ON_PAGES
from forecasts.rules.formulas import escaped, with_guard
from forecasts.rules.public_form import as_data

from .calendar import CALENDAR_END, CALENDAR_START, event_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS: Final = tuple(field.public for field in ON_PAGES)


class Csv:
    """RFC 4180 with a header, as import_forecasts reads it.

    is_guarded: an apostrophe is put before text that a spreadsheet would take for a formula.
    """

    media_type = "text/csv; charset=utf-8; header=present"
    suffix = "csv"

    def __init__(self, *, is_guarded: bool = True) -> None:
        self._is_guarded = is_guarded

    def start(self) -> str:
        """Return the header."""
        return _line(_COLUMNS)

    def row(self, forecast: Forecast) -> str:
        """Return a line; several if a text contains line breaks."""
        values: Mapping[str, Any] = as_data(forecast)
        return _line(tuple(self._cell(values[name]) for name in _COLUMNS))

    def end(self) -> str:
        """Return nothing."""
        return ""

    def _cell(self, value: Any) -> str:
        if not isinstance(value, str):
            return "" if value is None else str(value)
        return with_guard(value, numbers_too=True) if self._is_guarded else escaped(value)


class Ndjson:
    """A line of JSON for each forecast, in the API's form."""

    media_type = "application/x-ndjson"
    suffix = "ndjson"

    def start(self) -> str:
        """Return nothing."""
        return ""

    def row(self, forecast: Forecast) -> str:
        """Return the line."""
        return f"{json.dumps(as_data(forecast), ensure_ascii=False)}\n"

    def end(self) -> str:
        """Return nothing."""
        return ""


class Json:
    """A list in JSON of the forecasts, in the API's form, one on each line."""

    media_type = "application/json"
    suffix = "json"

    def __init__(self) -> None:
        self._separator = "\n"

    def start(self) -> str:
        """Return the bracket."""
        return "["

    def row(self, forecast: Forecast) -> str:
        """Return the forecast, after a comma unless it is the first."""
        separator, self._separator = self._separator, ",\n"
        return f"{separator}{json.dumps(as_data(forecast), ensure_ascii=False)}"

    def end(self) -> str:
        """Return the other bracket."""
        return "\n]\n"


class Calendar:
    """iCalendar (RFC 5545): an event of a whole day for each forecast."""

    media_type = "text/calendar; charset=utf-8"
    suffix = "ics"

    def start(self) -> str:
        """Return the calendar's properties."""
        return CALENDAR_START

    def row(self, forecast: Forecast) -> str:
        """Return the event."""
        return event_of(forecast)

    def end(self) -> str:
        """Return the calendar's end."""
        return CALENDAR_END


Format = Csv | Json | Ndjson | Calendar

FORMATS: Final[dict[str, type[Format]]] = {
    "csv": Csv,
    "json": Json,
    "ndjson": Ndjson,
    "ics": Calendar,
}


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
