"""Installs the peers, each by its ordinary package manager, into a folder that git ignores."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PEERS = _ROOT / "bench" / "peers"
#: Where the peers' packages lie; BENCH_CACHE names another place.
CACHE = Path(os.environ.get("BENCH_CACHE", _ROOT / ".bench"))
_NCHAN_FOLDER = Path("/var/lib/nginx")


class Unavailable(Exception):
    """A peer is not available on this machine; the text says why."""


def node_modules() -> Path:
    """Return the folder of the npm packages, installed on first use. Raises Unavailable."""
    folder = _cache("node")
    if not (folder / "node_modules" / "ws").exists():
        if not shutil.which("npm") or not shutil.which("node"):
            raise Unavailable("Node and npm are not installed")
        shutil.copy(_PEERS / "package.json", folder)
        _run("npm", "install", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return folder / "node_modules"


def eventstream_packages() -> Path:
    """Return a folder for PYTHONPATH with django-eventstream. Raises Unavailable."""
    folder = _cache("python")
    if not (folder / "django_eventstream").exists():
        requirements = str(_PEERS / "requirements-eventstream.txt")
        _run(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder),
             "--requirement", requirements, cwd=folder)  # fmt: skip
    return folder


def nginx_with_nchan() -> tuple[Path, Path]:
    """Return nginx and its Nchan module from Debian's packages, unpacked and not installed.

    Raises Unavailable where there is no apt, and to who may not make the one folder whose name
    is compiled into the module.
    """
    folder = _cache("nginx")
    nginx = folder / "usr/sbin/nginx"
    module = folder / "usr/lib/nginx/modules/ngx_nchan_module.so"
    if not (nginx.exists() and module.exists()):
        if not shutil.which("apt-get"):
            raise Unavailable("Nchan comes from Debian's packages, and there is no apt-get")
        _run("apt-get", "download", "nginx", "libnginx-mod-nchan", cwd=folder)
        for package in folder.glob("*.deb"):
            _run("dpkg", "--extract", str(package), str(folder), cwd=folder)
    try:
        _NCHAN_FOLDER.mkdir(exist_ok=True)
    except OSError as error:
        raise Unavailable(f"Nchan needs {_NCHAN_FOLDER}: {error}") from error
    return nginx, module


def _cache(name: str) -> Path:
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    folder = CACHE / name
    folder.mkdir(exist_ok=True)
    return folder


def _run(*argv: str, cwd: Path) -> None:
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{' '.join(argv[:3])}: {(done.stderr or done.stdout)[-500:]}")
