"""Plural forms for the browser: one for each category of Intl.PluralRules.

In French 0 and 1 are "one", and whole millions are "many": "1 000 000 de prévisions".
"""

from collections.abc import Callable

# A count of each category, in every language that has it (Unicode's CLDR).
COUNTS = {"one": 1, "many": 1_000_000, "other": 2}


def plural_forms(text: Callable[[int], str]) -> dict[str, str]:
    """Return the forms in the active language; `text` is ngettext() of a given count."""
    return {category: text(count) for category, count in COUNTS.items()}
