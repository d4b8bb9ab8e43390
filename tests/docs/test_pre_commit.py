"""The hooks of .pre-commit-config.yaml are well formed, and the quick ones pass on the files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.once


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_pre_commit_accepts_the_configuration() -> None:
    checked = run(str(BIN / "pre-commit"), "validate-config", ".pre-commit-config.yaml")

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/test.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_files_for_the_forge_match_their_schema(schema: str, file: str) -> None:
    checked = run(str(BIN / "check-jsonschema"), "--builtin-schema", schema, file)

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("length", "status"), [(72, 0), (73, 1)])
def test_a_commit_s_subject_has_72_characters_at_most(
    tmp_path: Path, length: int, status: int
) -> None:
    shutil.copy(ROOT / ".pre-commit-config.yaml", tmp_path)
    message = tmp_path / "message"
    message.write_text("x" * length + "\n\nA reason, " + 80 * "y" + "\n")
    stage = ("--hook-stage", "commit-msg", "--commit-msg-filename", str(message))
    commands = [
        ("git", "init", "-q"),
        ("git", "add", ".pre-commit-config.yaml"),
        (str(BIN / "pre-commit"), "run", *stage),
    ]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    *_, checked = [
        subprocess.run(each, cwd=tmp_path, env=environment, capture_output=True, check=False)
        for each in commands
    ]

    assert checked.returncode == status, checked.stdout + checked.stderr
