"""Forecasts as events of iCalendar (RFC 5545)."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from forecasts.models import Forecast
from forecasts.rules.fields import celsius_number

CALENDAR_START: Final = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//weather desk//forecasts//EN\r\n"
    "CALSCALE:GREGORIAN\r\nX-WR-CALNAME:Weather forecasts\r\n"
)
CALENDAR_END: Final = "END:VCALENDAR\r\n"

#: Octets of a line, without its end (section 3.1).
_LONGEST: Final = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def event_of(forecast: Forecast) -> str:
    """Return the forecast as an event of its whole day."""
    celsius = f"{celsius_number(forecast.temperature_c)} °C"
    words = ", ".join(filter(None, [forecast.location, celsius, forecast.summary]))
    lines = [
        "BEGIN:VEVENT",
        f"UID:forecast-{forecast.pk}@weatherforecast",
        f"DTSTAMP:{forecast.updated_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{forecast.date:%Y%m%d}",
        f"SEQUENCE:{forecast.version - 1}",
        f"SUMMARY:{_escaped(words)}",
        *([f"LOCATION:{_escaped(forecast.location)}"] if forecast.location else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    """Return the text as a value (section 3.3.11)."""
    joined = re.sub(r"\r\n?", "\n", text)
    escaped = re.sub(r"[\\;,]", lambda match: f"\\{match[0]}", joined).replace("\n", "\\n")
    return _CONTROLS.sub("", escaped)


def _folded(line: str) -> Iterator[str]:
    """Yield the line in parts that are not too long, without cutting a character."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
