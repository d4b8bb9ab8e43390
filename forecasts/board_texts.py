"""The texts that the board makes in the browser: filters and chart."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def board_texts() -> dict[str, object]:
    """Return the texts in the active language."""
    return {
        "matching": {
            "one": ngettext("{count} forecast matches", "{count} forecasts match", 1),
            "other": ngettext("{count} forecast matches", "{count} forecasts match", 2),
        },
        "notShownYet": _(
            "The server cannot be reached. What you chose is shown as soon as it answers."
        ),
        "fahrenheit": _("{value}\u00a0°F"),
        "chartNowhere": _("No location"),
        "chartDate": _("Date"),
        "chartLabel": _("Temperature over time: {locations}"),
        "chartSince": _("From {date} on"),
        "chartMore": {
            "one": ngettext("{shown} of {count} location", "{shown} of {count} locations", 1),
            "other": ngettext("{shown} of {count} location", "{shown} of {count} locations", 2),
        },
    }
