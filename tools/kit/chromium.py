"""Finds the browser that the tests drive, and gets one when the machine has none.

    python -m tools.kit.chromium     prints the path, after downloading if needed (`make test`)

CHROMIUM names an executable to take instead. The order otherwise: a Chromium or Chrome on the
machine, one that Playwright has downloaded, one that it can download, Debian's package (as root),
the one of an npm package (where there is npm).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

from playwright.sync_api import sync_playwright

from tools.kit import chromium_package

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# It connects to the desk under test only.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
]
HOW_TO_GET_ONE = (
    "no browser: install Chromium or Chrome (Debian, Ubuntu: apt-get install chromium), "
    "or name one: CHROMIUM=/path/to/chrome make test"
)


class NoBrowserError(Exception):
    """No browser was found; the text says how to get one."""


def find() -> str:
    """Return the path of a browser that starts. Raises NoBrowserError."""
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None or not _starts(path):
            raise NoBrowserError(f"CHROMIUM={named} does not start as a browser")
        return path
    for path in _candidates():
        if _starts(path):
            return path
    raise NoBrowserError(HOW_TO_GET_ONE)


def get() -> str:
    """Return find(), after fetching a browser if need be. Raises NoBrowserError."""
    try:
        return find()
    except NoBrowserError:
        if os.environ.get("CHROMIUM"):
            raise
    for command in _ways_to_get_one():
        print(f"no browser yet: {' '.join(command)}", file=sys.stderr)
        if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
            continue
        try:
            return find()
        except NoBrowserError:
            continue  # fetched, but this machine lacks the libraries that it needs
    if chromium_package.fits():
        print("no browser yet: @sparticuz/chromium from npm's registry", file=sys.stderr)
        with suppress(OSError, ValueError, subprocess.SubprocessError):
            chromium_package.unpack()
            return find()
    raise NoBrowserError(HOW_TO_GET_ONE)


def launch_arguments() -> list[str]:
    """Return the command line options of a browser under test."""
    # Chromium's sandbox does not run as root; for other users Playwright's default is kept.
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path
    yield str(chromium_package.path())


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub, a downloaded one may miss its libraries.
    try:
        asked = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _ways_to_get_one() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield ["apt-get", "update", "-qq"]
        yield ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "chromium"]


if __name__ == "__main__":
    try:
        print(get())
    except NoBrowserError as error:
        sys.exit(str(error))
