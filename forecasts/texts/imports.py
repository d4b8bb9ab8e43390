"""An import in words: "ada imported 8,000 forecasts of Oslo"."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plurals import plural_forms


def import_texts() -> dict[str, object]:
    """Return the forms of the sentence: for no place, one place, and several."""
    return {
        "imported": plural_forms(_nowhere),
        "importedAt": plural_forms(_at_a_place),
        "importedAbout": plural_forms(_at_several),
    }


def imported(actor: str, count: int, places: Sequence[str]) -> str:
    """Return the sentence. places: the first two names, "" for forecasts without one."""
    form = _at_several if len(places) > 1 else _at_a_place if any(places) else _nowhere
    return form(count).format(
        who=actor or _("Someone"),
        count=number_format(count, force_grouping=True),
        place="".join(places),
    )


def _nowhere(count: int) -> str:
    return ngettext("{who} imported {count} forecast", "{who} imported {count} forecasts", count)


def _at_a_place(count: int) -> str:
    return ngettext(
        "{who} imported {count} forecast of {place}",
        "{who} imported {count} forecasts of {place}",
        count,
    )


def _at_several(count: int) -> str:
    return ngettext(
        "{who} imported {count} forecast of several places",
        "{who} imported {count} forecasts of several places",
        count,
    )
