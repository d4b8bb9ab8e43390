"""Texts that the board's script needs: filters and chart."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plurals import plural_forms


def board_texts() -> dict[str, object]:
    """Return the texts in the active language."""
    return {
        "matching": plural_forms(
            lambda n: ngettext("{count} forecast matches", "{count} forecasts match", n)
        ),
        "notShownYet": _(
            "The server cannot be reached. Your selection is shown as soon as it answers."
        ),
        "fahrenheit": _("{value}\u00a0°F"),
        "changedByOther": _(
            "Someone changed this forecast meanwhile. "
            "Save again to put your value into their version."
        ),
        "notSaved": _("The server could not be reached and nothing was saved. Try again."),
        "typedIsLost": _("The row left the page. This was not saved: {text}"),
        "savedElsewhere": _("Saved, and no longer on this page: {location}, {day}."),
        "savedElsewhereNowhere": _("Saved, and no longer on this page: {day}."),
        "showIt": _("Show it"),
        "linkCopied": _("The link was copied."),
        "notShared": _("The link could not be shared. Copy it from the address bar."),
        "chartNowhere": _("No location"),
        "chartDate": _("Date"),
        "chartLabel": _("Temperature over time: {locations}"),
        "chartMeans": {
            "week": _("Weekly means"),
            "month": _("Monthly means"),
            "year": _("Yearly means"),
        },
        "weekOf": _("Week of {date}"),
        "chartMore": plural_forms(
            lambda n: ngettext("{shown} of {count} location", "{shown} of {count} locations", n)
        ),
    }
