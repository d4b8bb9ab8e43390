"""A command ends quietly when the reader of its output is gone."""

import subprocess
import sys

import pytest

from weather.standard_output import CLOSED

pytestmark = pytest.mark.once

_WRITES = """
from weather.standard_output import ends_with_its_reader
with ends_with_its_reader():
    for number in range({lines}):
        print(number)
"""
_ANOTHER = """
from weather.standard_output import ends_with_its_reader
with ends_with_its_reader():
    raise BrokenPipeError("of a socket")
"""


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_closed_output_ends_the_command_without_a_traceback(lines: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITES.format(lines=lines)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()

    assert said == ""
    assert process.returncode == CLOSED


def test_another_broken_pipe_is_an_error() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ANOTHER], check=False, capture_output=True, text=True
    )
    assert "BrokenPipeError: of a socket" in done.stderr
    assert done.returncode == 1
