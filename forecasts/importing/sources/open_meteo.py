"""Open-Meteo's JSON: columns of equal length under `daily` or `hourly`, for one place or several.

Source: https://open-meteo.com/en/docs. `daily` is taken when it has the temperature, else `hourly`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasts.importing.rows.columns import BadColumns
from forecasts.texts.options import option

from .base import Wishes
from .json_paths import at
from .open_meteo_days import Days, find_days
from .places import coordinates_text

NAME = "Open-Meteo"


def is_open_meteo(document: object) -> bool:
    """Return whether the document is an answer of Open-Meteo, an error among them."""
    first = at(document, 0) if isinstance(document, list) else document
    names = {"daily", "hourly", "reason", "daily_units", "hourly_units", "latitude"}
    return isinstance(first, dict) and bool(names & set(first))


def days_of(document: object, wishes: Wishes) -> list[tuple[str, Days]]:
    """Return the location and the days of each place.

    `wishes.locations` names the places in order; by default each is "latitude, longitude".
    Raises BadColumns.
    """
    places = document if isinstance(document, list) else [document]
    found: list[tuple[str, Days]] = []
    for index, place in enumerate(places):
        try:
            found.append(_of_place(place, index, len(places), wishes))
        except BadColumns as why:
            column = f"[{index}].{why.column}" if len(places) > 1 else why.column
            raise BadColumns(str(why), column.rstrip(".")) from why
    return found


def _of_place(place: object, index: int, count: int, wishes: Wishes) -> tuple[str, Days]:
    if not isinstance(place, dict):
        raise BadColumns(_("not an answer of Open-Meteo: no object with daily or hourly"))
    if "reason" in place:
        reason = str(place["reason"])[:200]
        raise BadColumns(_("Open-Meteo answered with an error: %(reason)s") % {"reason": reason})
    unchosen = [field for field in wishes.columns if field != "temperatureC"]
    if unchosen:
        names = {"option": option("map"), "names": ", ".join(unchosen)}
        raise BadColumns(_("%(option)s: only for temperatureC, not for %(names)s") % names)
    if wishes.locations and len(wishes.locations) != count:
        text = ngettext(
            "%(count)s place in the file, but %(option)s is given %(given)s times",
            "%(count)s places in the file, but %(option)s is given %(given)s times",
            count,
        )
        given = {"option": option("location"), "given": len(wishes.locations)}
        raise BadColumns(text % {"count": count, **given})
    if wishes.locations:
        location = wishes.locations[index]
    else:
        location = coordinates_text(place.get("latitude"), place.get("longitude"))
    if not location:
        reason = _("no latitude and longitude; name the place with %(option)s")
        raise BadColumns(reason % {"option": option("location")})
    return location, find_days(place, wishes)
