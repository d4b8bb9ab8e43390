"""The catalogues in web_project/locale: reading, writing, compiling and checking."""

import datetime as dt
import re
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.translations.extraction import ROOT

LOCALE = ROOT / "web_project" / "locale"

# No dates and no names: git has them, and an unchanged catalogue stays the same.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_EVER = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)

_PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def path_of(language: str) -> Path:
    """Return the path of a language's catalogue; the compiled one is beside it."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of the file."""
    with path_of(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.creation_date = catalogue.revision_date = _EVER
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as the file holds it: in the order of the files that use it."""
    header = _HEADER.format(
        language=catalogue.locale_identifier, plural_forms=catalogue.plural_forms
    )
    for message in catalogue:
        message.locations.sort()
    out = BytesIO(header.encode())
    out.seek(0, SEEK_END)
    write_po(
        out,
        catalogue,
        width=100,
        omit_header=True,
        include_lineno=False,
        sort_by_file=True,
        ignore_obsolete=True,
    )
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue, without fuzzy entries."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def problems(catalogue: Catalog) -> Iterator[str]:
    """Yield the problems of the catalogue, message by message."""
    for message in catalogue:
        if message.id and (problem := _problem(message)):
            yield f"{problem}: {message.id!r}"


def _problem(message: Message) -> str | None:
    if not all(forms(message.string)):
        return "not translated"
    if message.fuzzy:
        return "a guess (fuzzy)"
    # A singular may omit its count, so the last form decides which placeholders are needed.
    wanted, given = (_places(forms(texts)[-1]) for texts in (message.id, message.string))
    if wanted != given:
        return f"has {sorted(given)} for {sorted(wanted)}"
    return None


def forms(texts: "str | list[str] | tuple[str, ...] | None") -> tuple[str, ...]:
    """Return a message's text, or those of its plural, as a tuple."""
    return (texts or "",) if isinstance(texts, str | None) else tuple(texts)


def _places(text: str) -> set[str]:
    return {found.group(0) for found in _PLACES.finditer(text)}
