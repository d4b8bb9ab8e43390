"""The catalogues: complete, equal to the code's texts, with the language's typography."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages import Message
from django.conf import settings

from tests.web_project.catalogues import LOCALE, catalogue, forms, languages

pytestmark = pytest.mark.once

_PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def places(texts: "str | list[str] | tuple[str, ...] | None") -> set[str]:
    # A singular may omit its count, so the last form decides which placeholders are needed.
    return {found.group(0) for found in _PLACES.finditer(forms(texts)[-1])}


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("django.?o")}


def test_every_language_but_the_code_s_own_has_a_catalogue() -> None:
    offered = {code for code, _name in settings.LANGUAGES}

    assert offered - {settings.LANGUAGE_CODE} == set(languages())


def test_the_catalogues_have_exactly_the_code_s_texts_and_are_compiled(tmp_path: Path) -> None:
    copy = shutil.copytree(LOCALE, tmp_path / "locale")

    subprocess.run(["sh", "tools/translations/update.sh", copy], cwd=LOCALE.parents[1], check=True)

    assert files(copy) == files(LOCALE), "run make messages, then translate"


@pytest.mark.parametrize("language", languages())
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    for message in messages(language):
        assert all(forms(message.string)), f"not translated: {message.id!r}"
        assert not message.fuzzy, f"a guess: {message.id!r}"
        assert places(message.string) == places(message.id), message.id


def test_french_texts_have_french_spaces_and_quotes() -> None:
    # A breaking space before a colon could put the colon on the next line. Markup is not checked.
    wrong = re.compile("(?:^|[^\u00a0])[:»](?= |$)| [:;!?»°]|[^\u202f ][;!?](?= |$)|«[^\u00a0]|'")
    french = [form for message in messages("fr") for form in forms(message.string)]

    assert [form for form in french if "<" not in form and wrong.search(form)] == []
