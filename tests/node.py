"""Programs of npm's registry, run by the Node that is part of Playwright."""

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from tools.kit.debian import NotThereError
from tools.kit.npm import installed, npm_environ

_SECONDS = 120


def node() -> str:
    """Return the path of Node."""
    return str(compute_driver_executable()[0])


def package(name: str) -> Path:
    """Return a package's folder, or skip the test: most tests need neither npm nor its registry."""
    try:
        return installed(name)
    except NotThereError as reason:
        pytest.skip(str(reason))


def run_node(*argv: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script in Node to its end. environ: more variables for it."""
    command = [node(), "--no-warnings", *map(str, argv)]
    return subprocess.run(
        command,
        env={**npm_environ(), **environ},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
