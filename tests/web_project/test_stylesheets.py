"""Style sheets use logical sides (start, end), so that right-to-left pages are mirrored."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted(
    path for room in ("forecasts", "realtime", "weather", "web_project", "api_project")
    for path in (ROOT / room).rglob("*.css")
)  # fmt: skip
_PHYSICAL = re.compile(
    r"^\s*(?:[\w-]+-(?:left|right)(?:-[\w-]+)?|left|right)\s*:|:\s*(?:left|right)\s*;", re.MULTILINE
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_side_is_named_left_or_right(sheet: Path) -> None:
    assert _PHYSICAL.findall(sheet.read_text(encoding="utf-8")) == []


def test_the_check_finds_a_physical_side() -> None:
    for text in ("  left: 1rem;", "p { }\nmargin-left: 0", "text-align: right;"):
        assert _PHYSICAL.search(text)
