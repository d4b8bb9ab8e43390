"""Packages of npm's registry that the tests run in Node, which Playwright brings along.

python -m tools.kit.npm     installs them, if they are not there yet (`make test`)
"""

import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

from tools.kit.debian import NotThereError

#: The official client of the Durable Streams protocol.
DURABLE_STREAMS = "@durable-streams/client@0.2.7"

_FOLDER = Path(sys.prefix) / "npm"
_SECONDS = 300


def npm_environ() -> dict[str, str]:
    """Return the environment for npm: it trusts the authorities that this machine trusts.

    Node brings authorities of its own, and does not look at the machine's.
    """
    trusted = ssl.get_default_verify_paths().cafile
    known = [trusted, "/etc/ssl/certs/ca-certificates.crt"]
    found = next((path for path in known if path and Path(path).is_file()), "")
    return {**({"NODE_EXTRA_CA_CERTS": found} if found else {}), **os.environ}


def installed(package: str) -> Path:
    """Return a package's folder, after installing it if need be. Raises NotThereError."""
    name, _, version = package.rpartition("@")
    folder = _FOLDER / f"{name.replace('/', '-').lstrip('@')}-{version}"
    found = folder / "node_modules" / name
    if found.is_dir():
        return found
    if not shutil.which("npm"):
        raise NotThereError(f"no {package}: it comes by npm, which is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent"]
    try:
        done = subprocess.run(
            [*command, "--fetch-retries=1", package],
            env=npm_environ(),
            check=False,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise NotThereError(f"no {package}: npm did not end within {_SECONDS} s") from error
    if done.returncode:
        raise NotThereError(f"no {package}: {(done.stderr or done.stdout)[-500:]}")
    return found


if __name__ == "__main__":
    try:
        print(installed(DURABLE_STREAMS))
    except NotThereError as error:
        sys.exit(str(error))
