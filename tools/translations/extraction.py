"""Finds the texts to translate: in Python by Babel, in templates as Django itself reads them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
import unfold
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
# The api process speaks English only.
ROOMS = [ROOT / name for name in ("weather", "forecasts", "realtime", "web_project")]
# The admin's theme brings no translations at all. What it has for other packages is not used.
THEME = Path(unfold.__file__).parent
UNUSED = THEME / "contrib"
# Django's own parts that are installed, and translated by Django.
DJANGO = Path(django.__file__).parent
TRANSLATED = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions"]

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted(language: str) -> Catalog:
    """Return all texts, untranslated; of the theme those that Django has not in that language."""
    found = Catalog(fuzzy=False)
    for room in ROOMS:
        for path in _files(room):
            _add(found, path, ROOT)
    theme = Catalog(fuzzy=False)
    for path in _files(THEME):
        if not path.is_relative_to(UNUSED):
            _add(theme, path, THEME.parent)
    known = _known_to_django(language)
    for message in theme:
        text = _singular(message.id)
        if text and text not in known and text not in found:
            found.add(message.id, locations=message.locations)
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.py"))
    yield from sorted(folder.rglob("templates/**/*.html"))


def _add(found: Catalog, path: Path, root: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # What is left of the template looks like Python, but for its indentation.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    # Without line numbers, the catalogue changes only when a text does.
    location = (path.relative_to(root).as_posix(), 0)
    messages = extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"])
    for _line, message, comments, context in messages:
        found.add(message, locations=[location], auto_comments=comments, context=context)


def _known_to_django(language: str) -> set[str]:
    known = set()
    for part in TRANSLATED:
        path = DJANGO / part / "locale" / language / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as file:
            known |= {_singular(message.id) for message in read_mo(file)}
    return known


def _singular(message: "str | list[str] | tuple[str, ...]") -> str:
    return message if isinstance(message, str) else message[0]
