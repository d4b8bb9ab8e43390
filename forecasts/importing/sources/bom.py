"""Australian Bureau of Meteorology: daily maximum temperature of a station (IDCJAC0010).

Source: http://www.bom.gov.au/climate/cdo/about/about-airtemp-data.shtml
"""

from django.utils.translation import gettext_noop

from .base import Table


class Bom(Table):
    """The date is in three columns; the station is a number."""

    name = gettext_noop("BoM daily maximum temperature")
    needs = (
        "Product code",
        "Bureau of Meteorology station number",
        "Year",
        "Month",
        "Day",
        "Maximum temperature (Degree C)",
    )
    date = "Year+Month+Day"
    temperature = "Maximum temperature (Degree C)"
    location = "Bureau of Meteorology station number"
