"""The processes treat each setting as docs/settings.md says."""

import re
from pathlib import Path

import pytest

from tests.weather.configuration.test_process_settings import manage

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in re.split(r" \| ", line.strip("| "))]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
RANGES = [
    (row[0].strip("`"), *re.findall(r"[\d.]+", row[2]))
    for row in ROWS
    if re.fullmatch(r"[\d.]+ to [\d.]+", row[2])
]

pytestmark = pytest.mark.once


def _refused(name: str, given: str) -> str:
    checked = manage("check", settings="web_project.settings", **{name: given})
    assert checked.returncode != 0, f"{name}={given}"
    assert "Traceback" not in checked.stderr
    return checked.stderr


@pytest.mark.parametrize(
    "name",
    [row[0].strip("`") for row in ROWS if row[2] not in {"any text", "texts, comma-separated"}],
)
def test_nonsense_is_refused_by_the_settings_name(name: str) -> None:
    # Any folder name is valid, so this is a folder that cannot be made.
    assert name in _refused(name, "/dev/null/no such value!")


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_the_limits_of_a_number_are_as_documented(name: str, least: str, most: str) -> None:
    taken = [
        manage("check", settings="web_project.settings", **{name: each}) for each in (least, most)
    ]
    assert [checked.returncode for checked in taken] == [0, 0], taken

    for beyond in ("0", f"{most}0"):
        assert f"from {least} to " in _refused(name, beyond)
