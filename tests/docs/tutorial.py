"""The code blocks of the tutorials, and a copy of the project with them applied."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
STATIONS, HUMIDITY = (ROOT / "docs" / name for name in ("tutorial.md", "tutorial-field.md"))
COPIED = ("weather", "forecasts", "realtime", "api_project", "web_project", "manage.py")

# "`stations/api.py`:" precedes a new file, "In `api_project/urls.py`:" an edit of a file.
_BLOCK = re.compile(
    r"^(In )?(?:.*, and )?`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


class Edit(NamedTuple):
    """Lines of an existing file, and the lines that replace them."""

    path: str
    before: Sequence[str]
    after: Sequence[str]


class Blocks(NamedTuple):
    """New files by path, and the edits of existing files."""

    files: Mapping[str, str]
    edits: Sequence[Edit]


def blocks(page: Path) -> Blocks:
    """Return the code blocks of a page."""
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    files = {path: text for edits, path, text in found if not edits}
    return Blocks(files, [_edit(path, text) for edits, path, text in found if edits])


def _edit(path: str, diff: str) -> Edit:
    marked = [(line[:1] or " ", line[1:]) for line in diff.splitlines()]
    assert {mark for mark, _ in marked} <= {" ", "+", "-"}
    before = [line for mark, line in marked if mark != "+"]
    return Edit(path, before, [line for mark, line in marked if mark != "-"])


def copy_with(page: Path, to: Path, app: str) -> None:
    """Copy the project, follow the page and write the app's migration."""
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, to / name)
    shown = blocks(page)
    for path, text in shown.files.items():
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        (to / path).write_text(text, encoding="utf-8")
    for edit in shown.edits:
        _carry_out(edit, to)
    subprocess.run(
        [sys.executable, "manage.py", "makemigrations", app, "--verbosity=0"],
        cwd=to,
        env={"PATH": "", "PYTHONPATH": str(to), "WEATHER_DATA_DIR": str(to / "data")},
        check=True,
    )


def _carry_out(edit: Edit, to: Path) -> None:
    lines = (to / edit.path).read_text(encoding="utf-8").splitlines()
    many = len(edit.before)
    places = [n for n in range(len(lines)) if lines[n : n + many] == list(edit.before)]
    assert len(places) == 1, f"{edit.path} has these lines {len(places)} times: {edit.before}"
    lines[places[0] : places[0] + many] = edit.after
    (to / edit.path).write_text("\n".join([*lines, ""]), encoding="utf-8")
