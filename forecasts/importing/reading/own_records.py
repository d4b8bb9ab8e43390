"""The refused entries of our own JSON as rows of our own CSV, for --rejects."""

import json
from collections.abc import Sequence
from decimal import Decimal

from forecasts.importing.rows.columns import PLAIN_NAMES
from forecasts.importing.sources.base import Entry
from forecasts.rules.formulas import escaped

#: The header of the refused rows: that of our own CSV.
OWN_NAMES: Sequence[str] = ("date", "temperatureC", "summary", "location", *PLAIN_NAMES)

_LONGEST = 1000  # characters of a line that is not JSON


def own_record(entry: Entry) -> tuple[str, ...]:
    """Return the values of a forecast as they were given."""
    plain = entry.plain or {}
    values = [entry.when, entry.value, entry.summary, entry.location]
    values += [plain.get(name) for name in PLAIN_NAMES]
    # Reading our own CSV removes an apostrophe from texts that look escaped.
    return tuple(escaped(_text(value)) for value in values)


def record_of_line(line: str) -> tuple[str, ...]:
    """Return a row for a line without a forecast: its text stands in the first column."""
    return (line.strip()[:_LONGEST], *[""] * (len(OWN_NAMES) - 1))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str | Decimal):
        return str(value)
    return json.dumps(value, default=str)  # true, or a list or an object, with its numbers as text
