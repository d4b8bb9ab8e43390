"""Texts for changing and deleting the selected rows of the list."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plurals import plural_forms


def selected_texts() -> dict[str, object]:
    """Return the texts in the active language."""
    return {
        "selected": plural_forms(lambda n: ngettext("{count} selected", "{count} selected", n)),
        "changeSelected": plural_forms(
            lambda n: ngettext("Change {count} forecast", "Change {count} forecasts", n)
        ),
        "deleteSelected": plural_forms(
            lambda n: ngettext("Delete {count} forecast?", "Delete {count} forecasts?", n)
        ),
        **_results(),
        "selectedUndone": plural_forms(
            lambda n: ngettext(
                "{count} forecast was restored.", "{count} forecasts were restored.", n
            )
        ),
        "selectedFailed": _("The server could not be reached and nothing was changed. Try again."),
    }


def _results() -> dict[str, object]:
    return {
        "selectedChanged": plural_forms(
            lambda n: ngettext("{count} forecast changed.", "{count} forecasts changed.", n)
        ),
        "selectedDeleted": plural_forms(
            lambda n: ngettext("{count} forecast deleted.", "{count} forecasts deleted.", n)
        ),
        "selected_stale": plural_forms(
            lambda n: ngettext(
                "{count} was changed by someone else meanwhile and is still selected.",
                "{count} were changed by someone else meanwhile and are still selected.",
                n,
            )
        ),
        "selected_gone": plural_forms(
            lambda n: ngettext(
                "{count} was deleted meanwhile.", "{count} were deleted meanwhile.", n
            )
        ),
        "selected_same": plural_forms(
            lambda n: ngettext(
                "{count} already had these values.", "{count} already had these values.", n
            )
        ),
        "selected_refused": plural_forms(
            lambda n: ngettext(
                "{count} was not changed: the new values would be invalid.",
                "{count} were not changed: the new values would be invalid.",
                n,
            )
        ),
    }
