"""The blocks of code of docs/tutorial.md, and a copy of the project that has them."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
COPIED = ("weather", "forecasts", "realtime", "api_project", "web_project", "manage.py")

# "`stations/api.py`:" is before a new file, "In `api_project/urls.py`:" before a line to add.
_BLOCK = re.compile(
    r"^(In )?(?:.*, and )?`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


class Blocks(NamedTuple):
    """New files by path; for each file that is there, a line of it and the one to add after it."""

    files: Mapping[str, str]
    additions: Mapping[str, tuple[str, str]]


def blocks() -> Blocks:
    """Return what the page shows."""
    found = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    files = {path: text for edits, path, text in found if not edits}
    return Blocks(
        {"stations/__init__.py": ""} | files,
        {path: _addition(text) for edits, path, text in found if edits},
    )


def _addition(diff: str) -> tuple[str, str]:
    there, added = diff.splitlines()
    assert (there[0], added[0]) == (" ", "+")
    return there[1:], added[1:]


def copy_with_stations(to: Path) -> None:
    """Copy the project, follow the tutorial and write the migration."""
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, to / name)
    shown = blocks()
    for path, text in shown.files.items():
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        (to / path).write_text(text, encoding="utf-8")
    for path, (there, added) in shown.additions.items():
        lines = (to / path).read_text(encoding="utf-8").splitlines()
        at = lines.index(there) + 1
        (to / path).write_text("\n".join([*lines[:at], added, *lines[at:], ""]), encoding="utf-8")
    subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "stations", "--verbosity=0"],
        cwd=to,
        env={"PATH": "", "PYTHONPATH": str(to), "WEATHER_DATA_DIR": str(to / "data")},
        check=True,
    )
