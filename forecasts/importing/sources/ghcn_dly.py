"""NOAA GHCN-Daily: the .dly files, one element of one month in each line of fixed width.

Source: https://www.ncei.noaa.gov/pub/data/ghcn/daily/readme.txt, section III
"""

import re
from calendar import monthrange
from collections.abc import Iterator

from .base import Table

_VALUES_AT, _WIDTH, _VALUE = 21, 8, 5
_MISSING = "-9999"


class GhcnDly(Table):
    """TMAX is in tenths of °C. Days without a value give no rows."""

    name = "GHCN-Daily .dly"
    pattern = re.compile(r"[A-Z]{2}[A-Z0-9_-]{9}[0-9]{6}[A-Z0-9]{4}[ 0-9-]{5}")
    names = ("STATION", "DATE", "TMAX", "Q_FLAG")
    date = "DATE"
    temperature = "TMAX"
    unit = "0.1C"
    location = "STATION"
    quality = "Q_FLAG"

    def split(self, cells: list[str]) -> Iterator[list[str]]:
        """Yield the days of a line of TMAX; other elements have none."""
        line = cells[0]
        if line[17:21] != "TMAX" or not line[11:17].isdigit():
            return
        year, month = int(line[11:15]), int(line[15:17])
        if not 1 <= month <= 12 or not year:
            return
        for day in range(1, monthrange(year, month)[1] + 1):
            start = _VALUES_AT + (day - 1) * _WIDTH
            value = line[start : start + _VALUE].strip()
            flag = line[start + _VALUE + 1 : start + _VALUE + 2].strip()
            if value and value != _MISSING:
                yield [line[:11], f"{year:04}-{month:02}-{day:02}", value, flag]
