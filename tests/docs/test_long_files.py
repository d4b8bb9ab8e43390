"""A file of more than 150 lines says in its first lines why it is one file (CONTRIBUTING.md)."""

import pytest

from tests.docs.rooms import ROOMS, ROOT

pytestmark = pytest.mark.once

MOST_LINES, FIRST_LINES = 150, 25


def _long_files() -> list[str]:
    files = [
        path
        for room in ROOMS
        for kind in ("*.py", "*.js")
        for path in sorted((ROOT / room).rglob(kind))
        if "migrations" not in path.parts
    ]
    return [
        str(path.relative_to(ROOT))
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]


@pytest.mark.parametrize("name", _long_files())
def test_a_long_file_says_why(name: str) -> None:
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[:FIRST_LINES]

    assert "one file" in "\n".join(first).lower(), f"{name}: split it, or say 'One file: …'"
