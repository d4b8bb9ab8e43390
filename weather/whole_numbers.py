"""Parses whole numbers of ASCII digits."""

import re

# int() also takes "1_0", " 10 ", the digits of every script, and thousands of them.
_WHOLE = re.compile(r"[0-9]{1,19}")


def whole_number(text: str) -> int:
    """Return the number. Raises ValueError if the text is not 1 to 19 ASCII digits."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"not a whole number: {text[:40]!r}")
    return int(text)
