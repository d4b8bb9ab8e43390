"""The units of deploy/systemd: their commands exist, and systemd rates their exposure as low."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(FOLDER.glob("*.service"))
# On systemd's scale up to 10; it rates an exposure below 3 as OK.
MOST_EXPOSED = 3.0


def of_systemd(*arguments: str) -> str:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run(
        [analyze, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root folder with the files that systemd reads."""
    shutil.copytree(ROOT / "deploy" / "systemd", tmp_path / "etc" / "systemd" / "system")
    return tmp_path


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_has_a_low_exposure(root: Path, unit: Path) -> None:
    said = of_systemd(f"--root={root}", "security", "--offline=yes", "--no-pager", unit.name)

    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    assert found, said
    assert float(found[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_an_existing_command(unit: Path) -> None:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit)

    _, manage, command, *arguments = parser["Service"]["ExecStart"].split()
    load_command_class(get_commands().get(command, "api_project"), command).create_parser(
        "manage.py", command
    ).parse_args(arguments)
    assert manage == "manage.py"
    assert command in {*get_commands(), "runapi"}
    if not unit.with_suffix(".timer").exists():
        assert parser["Install"]["WantedBy"] == "weather-desk.target"
        assert unit.name in (FOLDER / "weather-desk.target").read_text()


def test_the_settings_of_the_example_are_documented() -> None:
    names = re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "desk.env").read_text(), re.MULTILINE)
    documented = (ROOT / "docs" / "settings.md").read_text()

    assert "SECRET_KEY" in names
    assert not [name for name in names if f"| `{name}`" not in documented]
