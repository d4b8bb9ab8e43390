"""Decides what a date without a time is in a table with times: a midnight or a whole day."""

import re
from collections.abc import Sequence

from forecasts.importing.rows.dates import Moment

_SHORT_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_DIGIT = re.compile(r"[1-9]")
_WORD = re.compile(r"[^\W\d_]+")


def are_whole_days(found: Sequence[tuple[str, Moment]]) -> bool:
    """Return whether the dates without a time, among these texts and moments, are whole days.

    Spreadsheets leave out the time of a midnight. Dates are days only if none of these days has
    other times without a midnight, and if they are several or not written like those of the times.
    """
    timed = [(text, moment) for text, moment in found if moment.minutes is not None]
    dates = [(text, moment) for text, moment in found if moment.minutes is None]
    days = {moment.day for _text, moment in dates}
    midnights = {moment.day for _text, moment in timed if moment.minutes == 0}
    if not days or days & {moment.day for _text, moment in timed} - midnights:
        return False
    forms = {_form(text) for text, _moment in timed}
    written = tuple({_form(text) for text, _moment in dates})
    several = len(days) > 1 or bool(days & midnights)
    return several or not any(form.startswith(written) for form in forms)


def _form(text: str) -> str:
    """Return the form of a date, the same for 2026-01-31 and 2026-1-5, 31 Jan and 5 March."""
    return _WORD.sub("a", _DIGIT.sub("0", _SHORT_NUMBER.sub("0", text.strip())))
