"""Docstrings and comments use plain technical English: no idioms in place of a term."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.rooms import ROOMS, ROOT

FILES = [path for room in (*ROOMS, "tests") for path in sorted((ROOT / room).rglob("*.py"))]

# Each has a term that says which request, process, client or moment is meant.
VAGUE = re.compile(
    r"\b((?<!`)nobody|somebody|everybody|anybody|whoever|by whomever|who acts|at once|as ever|"
    r"none of ours|of ours|all the same|in vain|in earnest|without a word|takes nothing|let go|"
    r"told of|so many|so far|stands? still|so it is|some day|anew|once more|"
    r"(?:is|are|was|were|be) told|hear(?:d)? of|the whole way|on (?:its|their) way|way in|came of|"
    r"bec[ao]mes? of|what came|let in|lets? through|to the letter|gives? back|given back|be had|"
    r"that there are|that are there|thought better|kept right|keeps? apart|what there is|"
    r"what is there)\b",
    re.IGNORECASE,
)

pytestmark = pytest.mark.once


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each comment and docstring with its line. Texts that users see are not among them."""
    with io.BytesIO(path.read_bytes()) as file:
        for token in tokenize.tokenize(file.readline):
            is_docstring = token.type == tokenize.STRING and token.string.startswith('"""')
            if is_docstring or token.type == tokenize.COMMENT:
                yield token.start[0], token.string


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_vague_word_stands_for_a_term(path: Path) -> None:
    found = [(line, *VAGUE.findall(text)) for line, text in prose(path) if VAGUE.search(text)]

    assert not found
