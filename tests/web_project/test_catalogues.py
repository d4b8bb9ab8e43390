"""The catalogues: whole, in step with what the code says, and set as the language is set."""

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
def test_the_catalogue_has_what_the_code_says_and_nothing_else(language: str) -> None:
    has, said = texts(read(language)), texts(extracted())

    assert said - has == set(), f"missing: {BY_HAND}, then translate"
    assert has - said == set(), f"unused: {BY_HAND}"


@pytest.mark.parametrize("language", languages())
def test_everything_is_translated_with_its_places_for_values(language: str) -> None:
    assert list(problems(read(language))) == []


@pytest.mark.parametrize("language", languages())
def test_the_files_are_as_the_tool_writes_them(language: str) -> None:
    path, catalogue = path_of(language), read(language)

    assert path.read_bytes() == written(catalogue), BY_HAND
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), BY_HAND


def test_french_is_set_with_its_spaces_and_quotes() -> None:
    # A space that breaks before a colon puts the colon on the next line; markup is left alone.
    wrong = re.compile("(?:^|[^\u00a0])[:»](?= |$)| [:;!?»°]|[^\u202f ][;!?](?= |$)|«[^\u00a0]|'")
    french = [form for message in read("fr") if message.id for form in forms(message.string)]

    assert [form for form in french if "<" not in form and wrong.search(form)] == []
