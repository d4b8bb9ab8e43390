"""All texts that the page's scripts need, translated on the server.

The page carries them as JSON; static/forecasts/shared/texts.js fills in the {names}. A text that
depends on a count has a form for each category of Intl.PluralRules (forecasts/texts/plurals.py).
"""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .activity import activity_texts, form_texts
from .board import board_texts
from .dates import calendar_texts
from .plurals import plural_forms
from .selected import selected_texts


def page_texts() -> Mapping[str, object]:
    """Return the texts in the active language."""
    return _texts_in(get_language())


@cache
def _texts_in(_language: str | None) -> Mapping[str, object]:
    return {
        **_connection(),
        **_changes(),
        **_many(),
        **_deleting(),
        **selected_texts(),
        **calendar_texts(),
        "locale": pgettext("for times and numbers", "en-GB"),
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
        "alsoHere": _("Also here: {names}"),
        "isEditing": _("{who} is editing"),
        "isEditingThis": _("{who} is editing this forecast too."),
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
        "createdMany": plural_forms(
            lambda n: ngettext("{who} added {count} forecast", "{who} added {count} forecasts", n)
        ),
        "updatedMany": plural_forms(
            lambda n: ngettext("{who} made {count} change", "{who} made {count} changes", n)
        ),
        "deletedMany": plural_forms(
            lambda n: ngettext(
                "{who} deleted {count} forecast", "{who} deleted {count} forecasts", n
            )
        ),
        "importedMany": plural_forms(
            lambda n: ngettext(
                "{count} forecast imported by {who}", "{count} forecasts imported by {who}", n
            )
        ),
        "takenBackMany": plural_forms(
            lambda n: ngettext(
                "{who} took back {count} imported forecast",
                "{who} took back {count} imported forecasts",
                n,
            )
        ),
        "total": plural_forms(lambda n: ngettext("{count} forecast", "{count} forecasts", n)),
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
