"""Parses numbers in common notations; refuses ambiguous ones."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forecasts.texts.options import option

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?")
_COMMA = re.compile(r"[+-]?[0-9]{0,20},[0-9]{1,20}")
_THREE_AFTER_ONE_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_THREE_AFTER_ONE_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?:[ '’][0-9]{3}){1,6}(?:[.,][0-9]{1,20})?")
_COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,6}\.[0-9]{1,20}")
_MORE_COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,6}")
_POINT_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,20}")
_SPELLING = str.maketrans({"−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})

NOT_A_NUMBER = gettext_lazy("not a number in plain digits such as -3 or 12.5")


def number_from(text: str, decimal: str = "") -> Decimal:
    """Parse a number. `decimal`: "." or "," if that is known. Raises ValueError with the reason."""
    text = text.translate(_SPELLING).strip()
    if _PLAIN.fullmatch(text):
        if decimal == "," and _THREE_AFTER_ONE_POINT.fullmatch(text):
            return Decimal(text.replace(".", ""))
        return Decimal(text)
    return Decimal(_without_groups(text, decimal))


def _without_groups(text: str, decimal: str) -> str:
    if _SPACED.fullmatch(text):
        return re.sub("[ '’]", "", text).replace(",", ".")
    if _COMMA_GROUPS.fullmatch(text) or _MORE_COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if _POINT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if not _COMMA.fullmatch(text):
        raise ValueError(NOT_A_NUMBER)
    if decimal != "," and _THREE_AFTER_ONE_COMMA.fullmatch(text):
        if decimal == ".":
            return text.replace(",", "")
        reason = _("the comma may be before decimals or between thousands; use %(option)s")
        raise ValueError(reason % {"option": option("decimal", ",")})
    return text.replace(",", ".")
