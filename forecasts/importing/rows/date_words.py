"""The words around dates: names of months, what --date-format says, why a text is no date."""

import datetime as dt
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts.texts.options import option, with_option

_TWO_DIGITS = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")

#: Months by name, in lower case: English, French and German.
MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), start=1)
}

NOT_A_DATE = gettext_lazy("not a date; write 2026-01-31")
AMBIGUOUS = with_option(
    gettext_lazy("day and month can't be told apart; write 2026-01-31 or use %(option)s"),
    "date-format",
    "DD/MM/YYYY",
)


def pattern_from(words: str) -> str:
    """Return the strptime() pattern for DD/MM/YYYY, or the words themselves if they have a %."""
    if "%" in words:
        return _checked(words, words)
    codes = {"YYYY": "%Y", "DD": "%d", "MM": "%m", "YY": "%y", "HH": "%H", "mm": "%M", "SS": "%S"}
    pattern = re.sub("YYYY|DD|MM|YY|HH|mm|SS", lambda found: codes[found[0]], words)
    if not all(code in pattern for code in ("%d", "%m")) or "%y" not in pattern.lower():
        raise ValueError(f"{words!r} has no day, month and year; write DD/MM/YYYY or %d/%m/%Y")
    return _checked(pattern, words)


def _checked(pattern: str, words: str) -> str:
    try:
        dt.datetime.strptime(dt.datetime(2026, 1, 31).strftime(pattern), pattern)  # noqa: DTZ001, DTZ007
    except (ValueError, re.error):  # re.error: the same part twice
        raise ValueError(f"{words!r} is not a format of dates; write DD/MM/YYYY") from None
    return pattern


def not_a_date(text: str) -> str:
    """Return why a text is no date."""
    if text.isascii() and text.isdigit():
        if len(text) == 5:
            return _("a day number of a spreadsheet; save the column as a date such as 2026-01-31")
        if len(text) in (10, 13):
            text = _("seconds since 1970, or a day and an hour; use %(option)s")
            return text % {"option": option("date-format")}
    if _TWO_DIGITS.fullmatch(text):
        text = _("a year of two digits; write 2026-01-31 or use %(option)s")
        return text % {"option": option("date-format")}
    return str(NOT_A_DATE)
