"""The hooks of .pre-commit-config.yaml are well formed, and the quick ones pass on the files."""

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
