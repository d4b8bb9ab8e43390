"""NOAA GHCN-Daily: one element of one day in each row ("by_year", "by_station").

Source: https://www.ncei.noaa.gov/pub/data/ghcn/daily/by_year/readme-by_year.txt
"""

import re
from typing import ClassVar

from django.utils.translation import gettext_noop

from .base import Table

_COLUMNS = ("ID", "DATE", "ELEMENT", "DATA_VALUE")


class GhcnByElement(Table):
    """Only the rows of TMAX are read, in tenths of °C."""

    name = gettext_noop("GHCN-Daily by element")
    needs: ClassVar[tuple[str, ...]] = _COLUMNS
    date = "DATE"
    temperature = "DATA_VALUE"
    unit = "0.1C"
    location = "ID"
    missing = ("-9999",)
    where = (("ELEMENT", "TMAX"),)
    quality = "Q_FLAG"


class GhcnByElementWithoutHeader(GhcnByElement):
    """The same without a header, as by_year/ has it."""

    needs = ()
    pattern = re.compile(r"[A-Z]{2}[A-Z0-9_-]{9},[0-9]{8},[A-Z0-9]{4},-?[0-9]+,")
    names = (*_COLUMNS, "M_FLAG", "Q_FLAG", "S_FLAG", "OBS_TIME")
