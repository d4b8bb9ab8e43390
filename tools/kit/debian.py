"""Finds servers that the tests need and PyPI lacks: installed ones, or Debian's packages.

A package is unpacked into .venv and not installed: no root is needed for that, and no service is
started. An environment variable of the server's name names an executable to take instead.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(sys.prefix) / "debian"
_LISTS, _CACHE, _ROOT = (FOLDER / name for name in ("lists", "cache", "root"))


class NotThereError(Exception):
    """No server was found; the text says how to get one."""


@dataclass(frozen=True)
class Server:
    """An executable by its name, its Debian package, and the arguments at which it ends well."""

    name: str
    package: str
    version: Sequence[str]

    def find(self) -> str:
        """Return the path of one that starts. Raises NotThereError."""
        setting = self.name.upper()
        named = os.environ.get(setting)
        if named:
            if not self._starts(named):
                raise NotThereError(f"{setting}={named} does not start")
            return named
        unpacked = [str(_ROOT / "usr" / folder / self.name) for folder in ("sbin", "bin")]
        for path in (shutil.which(self.name), f"/usr/sbin/{self.name}", *unpacked):
            if path and self._starts(path):
                return path
        raise NotThereError(
            f"no {self.name}: install it (Debian, Ubuntu: apt-get install {self.package}; macOS: "
            f"brew install {self.name}), or name one: {setting}=/path/to/{self.name} make test"
        )

    def get(self) -> str:
        """Return find(), after fetching one if need be. Raises NotThereError."""
        try:
            return self.find()
        except NotThereError:
            if os.environ.get(self.name.upper()) or not shutil.which("apt-get"):
                raise
        _unpack(self.package)
        return self.find()

    def main(self) -> None:
        """Print the path, or say how to get one."""
        try:
            print(self.get())
        except NotThereError as error:
            sys.exit(str(error))

    def _starts(self, path: str) -> bool:
        try:
            asked = subprocess.run(
                [path, *self.version],
                check=False,
                capture_output=True,
                timeout=30,
                env=environ(path),
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return asked.returncode == 0


def is_unpacked(program: str) -> bool:
    """Return whether a program was unpacked here."""
    return FOLDER in Path(program).parents


def environ(program: str) -> dict[str, str]:
    """Return the environment in which a program finds the libraries that came with it."""
    libraries = _ROOT.rglob("*.so.*") if is_unpacked(program) else ()
    folders = {str(path.parent) for path in libraries}
    return {"PATH": os.environ.get("PATH", os.defpath), "LD_LIBRARY_PATH": ":".join(folders)}


def _unpack(package: str) -> None:
    # apt with lists and a cache of its own, which resolves what the package needs besides.
    for place in (_LISTS, _CACHE, _CACHE / "archives"):
        (place / "partial").mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", "Debug::NoLocking=true", "-o", "APT::Sandbox::User="]
    apt += [f"-oDir::State::Lists={_LISTS}", f"-oDir::Cache={_CACHE}"]
    wanted = ["install", "--yes", "--download-only", "--no-install-recommends", package]
    for command in ([*apt, "update"], [*apt, *wanted]):
        print(f"no {package} yet: {' '.join(command)}", file=sys.stderr)
        subprocess.run(command, check=False, stdout=sys.stderr)
    for archive in (_CACHE / "archives").glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(archive), str(_ROOT)], check=False)
