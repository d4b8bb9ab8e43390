"""Readers of fields for FIELDS: of a file's cell, which is text, or of a value in JSON.

JSON's numbers arrive as Decimal. Empty cells and null are not passed to a reader: they are the
field's default. Text has no blanks at its ends.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

_WHOLE = re.compile(r"(?P<number>[+-]?[0-9]{1,18})(?:[.,]0{1,2})?")


def text_in(value: object) -> str:
    """Return the text. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(_("not text"))
    return value


def whole_number_in(value: object) -> int:
    """Return the number: of "63", "63.0", "63,0", and of 63 in JSON. Raises ValueError."""
    text = str(value).replace("−", "-") if isinstance(value, str | Decimal) else ""
    found = _WHOLE.fullmatch(text)
    if not found:
        raise ValueError(_("not a whole number such as 63"))
    return int(found["number"])
