"""Finds the texts to translate: in Python by Babel, in templates as Django itself reads them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
# The api process has English texts only.
ROOMS = [ROOT / name for name in ("weather", "forecasts", "realtime", "web_project")]

# Pages, and mails.
TEMPLATES = (".html", ".txt")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Return all texts, untranslated."""
    found = Catalog(fuzzy=False)
    for room in ROOMS:
        for path in _files(room):
            _add(found, path, ROOT)
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.py"))
    for kind in TEMPLATES:
        yield from sorted(folder.rglob(f"templates/**/*{kind}"))


def _add(found: Catalog, path: Path, root: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # The rest of the template looks like Python, except for its indentation.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    # Without line numbers, the catalogue changes only when a text does.
    location = (path.relative_to(root).as_posix(), 0)
    messages = extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"])
    for _line, message, comments, context in messages:
        found.add(message, locations=[location], auto_comments=comments, context=context)
