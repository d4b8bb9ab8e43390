"""An import and its taking back in words: "ada imported 8,000 forecasts of Oslo"."""

from collections.abc import Callable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plurals import plural_forms


def import_texts() -> dict[str, object]:
    """Return the forms of both sentences: for no place, one place, and several."""
    return {
        "imported": plural_forms(_nowhere),
        "importedAt": plural_forms(_at_a_place),
        "importedAbout": plural_forms(_at_several),
        "takenBack": plural_forms(_taken_nowhere),
        "takenBackAt": plural_forms(_taken_at_a_place),
        "takenBackAbout": plural_forms(_taken_at_several),
    }


def imported(actor: str, count: int, places: Sequence[str]) -> str:
    """Return the sentence. places: the first two names, "" for forecasts without one."""
    return _sentence((_nowhere, _at_a_place, _at_several), actor, count, places)


def taken_back(actor: str, count: int, places: Sequence[str]) -> str:
    """Return the sentence for an import that was taken back. places: as of imported()."""
    forms = (_taken_nowhere, _taken_at_a_place, _taken_at_several)
    return _sentence(forms, actor, count, places)


def _sentence(
    forms: tuple[Callable[[int], str], ...], actor: str, count: int, places: Sequence[str]
) -> str:
    """Return the sentence by the form for no place, one place, or several."""
    nowhere, at_a_place, at_several = forms
    form = at_several if len(places) > 1 else at_a_place if any(places) else nowhere
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


def _taken_nowhere(count: int) -> str:
    return ngettext(
        "{who} took back {count} imported forecast",
        "{who} took back {count} imported forecasts",
        count,
    )


def _taken_at_a_place(count: int) -> str:
    return ngettext(
        "{who} took back {count} imported forecast of {place}",
        "{who} took back {count} imported forecasts of {place}",
        count,
    )


def _taken_at_several(count: int) -> str:
    return ngettext(
        "{who} took back {count} imported forecast of several places",
        "{who} took back {count} imported forecasts of several places",
        count,
    )
