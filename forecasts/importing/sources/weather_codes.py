"""Texts for the codes of WMO table 4677 that Open-Meteo uses.

Source: "WMO Weather interpretation codes (WW)", https://open-meteo.com/en/docs
"""

from decimal import Decimal

from django.utils.translation import gettext as _

_WORDS = {
    0: "Clear sky",
    1: "Mainly clear",
    2: "Partly cloudy",
    3: "Overcast",
    45: "Fog",
    48: "Rime fog",
    51: "Light drizzle",
    53: "Drizzle",
    55: "Dense drizzle",
    56: "Light freezing drizzle",
    57: "Dense freezing drizzle",
    61: "Slight rain",
    63: "Rain",
    65: "Heavy rain",
    66: "Light freezing rain",
    67: "Heavy freezing rain",
    71: "Slight snow",
    73: "Snow",
    75: "Heavy snow",
    77: "Snow grains",
    80: "Slight showers",
    81: "Showers",
    82: "Violent showers",
    85: "Slight snow showers",
    86: "Heavy snow showers",
    95: "Thunderstorm",
    96: "Thunderstorm with slight hail",
    99: "Thunderstorm with heavy hail",
}


def words_for(code: object) -> str:
    """Return the words for a code, "" for none (null). Raises ValueError if it isn't 0 … 99."""
    if code is None:
        return ""
    if not isinstance(code, Decimal) or not code.is_finite() or not 0 <= code <= 99:
        raise ValueError(_("not a WMO weather code, 0 to 99"))
    if code != int(code):
        raise ValueError(_("not a WMO weather code, 0 to 99"))
    return _WORDS.get(int(code), f"WMO weather code {int(code)}")
