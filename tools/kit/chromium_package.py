"""Chromium from npm's registry, for machines without one and without the right to install one.

The package @sparticuz/chromium holds a headless Chromium for Linux on x86-64 and the libraries that
small machines lack. npm downloads it; it is unpacked under .venv.
"""

import base64
import hashlib
import io
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from tools.kit.npm import npm_environ

_PACKAGE = "@sparticuz/chromium@153.0.0"
# dist.integrity of `npm view` for this version.
_SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
_FOLDER = Path(sys.prefix) / "chromium"
_SECONDS = 300
# Node's, since Python has no Brotli; Playwright brings it along.
_UNPACK = (
    "const [from, to] = process.argv.slice(1);"
    "const {createReadStream, createWriteStream} = require('fs');"
    "createReadStream(from).pipe(require('zlib').createBrotliDecompress())"
    ".pipe(createWriteStream(to));"
)
_START = """#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/headless" "$@"
"""


def path() -> Path:
    """Return where the browser is once it is unpacked."""
    return _FOLDER / "chromium"


def fits() -> bool:
    """Return whether the package has a browser for this machine."""
    is_its_kind = sys.platform == "linux" and platform.machine() == "x86_64"
    return is_its_kind and shutil.which("npm") is not None


def unpack() -> None:
    """Download the package, check it, and unpack it.

    Raises OSError, ValueError or SubprocessError.
    """
    _FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", "--silent", _PACKAGE]
    packed_as = subprocess.run(
        command,
        cwd=_FOLDER,
        env=npm_environ(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_SECONDS,
    ).stdout.split()[-1]
    package = (_FOLDER / packed_as).read_bytes()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != _SHA512:
        raise ValueError(f"{_PACKAGE} is not the package that was expected")
    (_FOLDER / "lib").mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(package)) as members:
        _extract(members, _FOLDER)
    packed = _FOLDER / "package" / "bin"
    _decompress(packed / "chromium.br", _FOLDER / "headless")
    (_FOLDER / "headless").chmod(0o755)
    for name in ("al2023", "swiftshader"):
        _decompress(packed / f"{name}.tar.br", _FOLDER / f"{name}.tar")
        with tarfile.open(_FOLDER / f"{name}.tar") as members:
            _extract(members, _FOLDER if name == "swiftshader" else _FOLDER / name)
    for library in (_FOLDER / "al2023").rglob("*.so*"):
        library.replace(_FOLDER / "lib" / library.name)
    path().write_text(_START)
    path().chmod(0o755)


def _extract(members: tarfile.TarFile, to: Path) -> None:
    # Python 3.11 before 3.11.4 has no filters; the package was checked by its sum.
    members.extraction_filter = getattr(tarfile, "data_filter", None)
    members.extractall(to)


def _decompress(packed: Path, to: Path) -> None:
    node, _ = compute_driver_executable()
    command = [node, "-e", _UNPACK, str(packed), str(to)]
    subprocess.run(command, check=True, timeout=_SECONDS)
