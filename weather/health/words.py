"""Texts of results, which are put into the reader's language only when they are read.

One result is shown to several readers, and to probes and commands in English.
"""

from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext


def worded(text: str, **values: object) -> str:
    """Return a lazy text. text: of gettext_noop(), with a place for each value, as %(name)s.

    A float is shown with one decimal, a tuple as a list.
    """
    # A lazy text works as a string in templates, format strings and Django's JSON.
    return _worded(text, values)


def _now(text: str, values: dict[str, object]) -> str:
    return gettext(text) % {name: _shown(value) for name, value in values.items()}


_worded = lazy(_now, str)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return number_format(round(value, 1), 1) if isinstance(value, float) else str(value)
