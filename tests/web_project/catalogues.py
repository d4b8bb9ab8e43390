"""The catalogues in web_project/locale, as Babel reads them."""

from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "web_project" / "locale"


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(texts: "str | list[str] | tuple[str, ...] | None") -> tuple[str, ...]:
    """Return a message's text, or those of its plural, as a tuple."""
    return (texts or "",) if isinstance(texts, str | None) else tuple(texts)
