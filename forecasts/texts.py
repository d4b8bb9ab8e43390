"""Every text that the live page makes in the browser, in one place, so that it can be translated.

The page carries them as JSON; static/forecasts/texts.js fills in the {names}. A text that
depends on a count has a form for "one" and "other" (the categories of Intl.PluralRules).
"""

from collections.abc import Callable

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .activity_texts import activity_texts, form_texts
from .board_texts import board_texts


def page_texts() -> dict[str, object]:
    """Return the texts in the active language."""
    return {
        **_connection(),
        **_changes(),
        **_many(),
        **_deleting(),
        **_calendar(),
        **board_texts(),
        **activity_texts(),
        **form_texts(),
    }


def _connection() -> dict[str, object]:
    return {
        "connecting": _("Connecting…"),
        "live": _("Live"),
        "reconnecting": _("Reconnecting…"),
        "catchingUp": _("Catching up…"),
        "offline": _("Offline since {time}"),
    }


def _changes() -> dict[str, object]:
    return {
        "someone": _("Someone"),
        "created": _("{who} added {what}: {changes}"),
        "updated": _("{who} changed {what}: {changes}"),
        "deleted": _("{who} deleted {what}"),
        "whatAt": _("{location}, {day}"),
        "what": _("the forecast for {day}"),
        "became": _("{old} → {new}"),
        "celsius": _("{value}\u00a0°C"),
        "quoted": _("“{text}”"),
        "nothing": _("nothing"),
        "dismiss": _("Dismiss"),
    }


def _many() -> dict[str, object]:
    return {
        "createdMany": _forms(
            lambda n: ngettext("{who} added {count} forecast", "{who} added {count} forecasts", n)
        ),
        "updatedMany": _forms(
            lambda n: ngettext("{who} made {count} change", "{who} made {count} changes", n)
        ),
        "deletedMany": _forms(
            lambda n: ngettext(
                "{who} deleted {count} forecast", "{who} deleted {count} forecasts", n
            )
        ),
        "importedMany": _forms(
            lambda n: ngettext(
                "{count} forecast imported by {who}", "{count} forecasts imported by {who}", n
            )
        ),
        "total": _forms(lambda n: ngettext("{count} forecast", "{count} forecasts", n)),
    }


def _deleting() -> dict[str, object]:
    return {
        "deleteWhat": _("{location}, {day}: {temperature}"),
        "deleteWhatNowhere": _("{day}: {temperature}"),
        "removed": _("The forecast was deleted."),
        "stale": _(
            "Someone changed this forecast meanwhile. Look at it again before you delete it."
        ),
        "alreadyGone": _("This forecast was already deleted."),
        "signInAgain": _("You are no longer signed in. Sign in and try again."),
        "failed": _("The server could not be reached and nothing was deleted. Try again."),
    }


def _calendar() -> dict[str, object]:
    return {
        "day": _("{day} {month}"),
        "date": _("{weekday} {day} {month} {year}"),
        "months": [str(name).capitalize() for name in dates.MONTHS_3.values()],
        "weekdays": [str(name) for name in dates.WEEKDAYS_ABBR.values()],
    }


def _forms(text: Callable[[int], str]) -> dict[str, str]:
    return {"one": text(1), "other": text(2)}
