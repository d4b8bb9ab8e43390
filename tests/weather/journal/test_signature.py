"""A text is authentic only if this project signed it and it is unchanged."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weather.journal.signature import is_authentic, signed

pytestmark = pytest.mark.once

TEXT = signed('{"sequence":"7","data":{"text":"Grün 🌧"}}')


def test_a_signed_text_is_json_with_its_signature_last() -> None:
    assert is_authentic(TEXT)
    assert list(json.loads(TEXT)) == ["sequence", "data", "signature"]


@given(st.integers(0, len(TEXT) - 1), st.characters(codec="utf-8"))
def test_a_text_with_one_changed_character_is_not_authentic(place: int, character: str) -> None:
    altered = TEXT[:place] + character + TEXT[place + 1 :]

    assert is_authentic(altered) is (altered == TEXT)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "x", TEXT[:-1], TEXT + " ", " " + TEXT, TEXT + TEXT, TEXT[:-20] + '"}'),
        *('{"signature":""}', '{"a":1,"signature":"é"}', TEXT.replace("7", "8", 1), "\ud800"),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_an_unsigned_text_is_not_authentic(text: str) -> None:
    assert not is_authentic(text)


def test_half_of_a_surrogate_pair_is_no_question_mark() -> None:
    assert not is_authentic(signed('{"text":"?"}').replace("?", "\ud800"))


def test_another_key_is_accepted_only_if_it_is_a_former_one(settings: Any) -> None:
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert not is_authentic(TEXT)

    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_authentic(TEXT)
