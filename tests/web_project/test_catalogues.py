"""The catalogues: complete, equal to the code's texts, with the language's typography."""

import re

import pytest
from babel.messages import Catalog
from django.conf import settings

from tools.translations.catalogues import (
    compiled,
    forms,
    languages,
    path_of,
    problems,
    read,
    written,
)
from tools.translations.extraction import extracted

pytestmark = pytest.mark.once

BY_HAND = "make messages"


def texts(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, str(message.id)) for message in catalogue if message.id}


def test_every_language_but_the_code_s_own_has_a_catalogue() -> None:
    offered = {code for code, _name in settings.LANGUAGES}

    assert offered - {settings.LANGUAGE_CODE} == set(languages())


@pytest.mark.parametrize("language", languages())
def test_the_catalogue_has_exactly_the_code_s_texts(language: str) -> None:
    has, said = texts(read(language)), texts(extracted())

    assert said - has == set(), f"missing: {BY_HAND}, then translate"
    assert has - said == set(), f"unused: {BY_HAND}"


@pytest.mark.parametrize("language", languages())
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    assert list(problems(read(language))) == []


@pytest.mark.parametrize("language", languages())
def test_the_files_equal_the_tool_s_output(language: str) -> None:
    path, catalogue = path_of(language), read(language)

    assert path.read_bytes() == written(catalogue), BY_HAND
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), BY_HAND


def test_french_texts_have_french_spaces_and_quotes() -> None:
    # A breaking space before a colon could put the colon on the next line. Markup is not checked.
    wrong = re.compile("(?:^|[^\u00a0])[:»](?= |$)| [:;!?»°]|[^\u202f ][;!?](?= |$)|«[^\u00a0]|'")
    french = [form for message in read("fr") if message.id for form in forms(message.string)]

    assert [form for form in french if "<" not in form and wrong.search(form)] == []
