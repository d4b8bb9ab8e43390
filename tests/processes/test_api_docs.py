"""The examples of docs/api.md, run as a reader would run them, against the real api process."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from tools.kit.desk import Desk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
BLOCKS = re.findall(r"```(bash|python|javascript)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
RUN = {
    "bash": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": [compute_driver_executable()[0], "--input-type=module", "-e"],
}


@pytest.fixture(scope="module")
def environ() -> Iterator[dict[str, str]]:
    """Yield the environment variables that the page names, for a desk with a writer's account."""
    with Desk(webs=0, subscriber=0) as desk:
        desk.add_account("ada", "ada-writes")
        made = desk.manage("createtoken", "ada", "--name", "docs", "--scope", "write")
        address = f"{desk.api_url}/api/weatherforecast"
        yield {**os.environ, "API": address, "TOKEN": made.strip()}


@pytest.mark.parametrize(("language", "code"), BLOCKS)
def test_an_example_works(environ: dict[str, str], language: str, code: str) -> None:
    done = subprocess.run(
        [*RUN[language], code], env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_the_page_has_all_three_languages() -> None:
    assert {language for language, _ in BLOCKS} == set(RUN)
