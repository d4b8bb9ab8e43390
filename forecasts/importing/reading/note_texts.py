"""Texts about how a file was understood, and about days that are made of hours."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forecasts.importing.rows.columns import listed
from forecasts.texts import files as texts
from forecasts.texts.options import option

GMT_DAYS = gettext_lazy("The days are GMT days, not the place's own.")


def unused(columns: Sequence[str]) -> str:
    """Return the note about a table's columns that give nothing."""
    return _("Columns not used: %(names)s.") % {"names": listed(columns)}


def left_out(rows: int) -> str:
    """Return the note about rows that were not chosen."""
    text = ngettext(
        "%(count)s rows left out by %(option)s.", "%(count)s rows left out by %(option)s.", rows
    )
    return text % {"count": texts.count(rows), "option": option("where")}


def repeated(rows: int) -> str:
    """Return the note about the repeated rows of a file of our own, which are all imported."""
    text = ngettext(
        "%(count)s rows have a date and place that stand twice.",
        "%(count)s rows have a date and place that stand twice.",
        rows,
    )
    return text % {"count": texts.count(rows)}


def of_partial_days(days: Sequence[str]) -> str:
    """Return the note about days that were read although some of their hours are missing."""
    return _("Taken of a part of a day: %(days)s.") % {"days": listed(days)}


def hour_without(value: str, reason: str) -> str:
    """Return why a day is refused: the value of an hour, as shown, is no temperature."""
    text = _("an hour without a temperature (%(value)s: %(reason)s)")
    return text % {"value": value, "reason": reason}
