"""The range of days that a forecast may have, and the format YYYY-MM-DD."""

import datetime as dt
import re
from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

#: Inclusive. Outside them calendars, time zones and databases disagree.
EARLIEST: Final = dt.date(1800, 1, 1)
LATEST: Final = dt.date(2200, 12, 31)

_out_of_bounds = _("Send a day from 1800-01-01 to 2200-12-31.")

#: The rules of the model's field, and of every field that takes a forecast's day.
DAY_RULES: Final = [
    MinValueValidator(EARLIEST, _out_of_bounds),
    MaxValueValidator(LATEST, _out_of_bounds),
]

# strptime() and fromisoformat() take 2025-1-5, 20251025, 2025-W43-6 and the digits of any script.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_from(text: str) -> dt.date:
    """Return the day of YYYY-MM-DD. Raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not YYYY-MM-DD: {text[:40]!r}")
    return dt.date.fromisoformat(text)
