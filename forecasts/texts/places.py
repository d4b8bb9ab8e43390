"""The addresses of places' own pages."""

from urllib.parse import quote

from django.urls import get_script_prefix

# What encodeURIComponent leaves (static/forecasts/shared/place_address.js).
_SAFE = "!~*'()"


def place_address(name: str) -> str:
    """Return the path of a place's page, or "" for a name that has none.

    Browsers take "." and ".." in a path for folders, encoded or not.
    """
    if not name or {".", ".."} & set(name.split("/")):
        return ""
    return f"{get_script_prefix()}weatherforecast/place/{quote(name, safe=_SAFE)}"
