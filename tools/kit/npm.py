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
#: The official parser of AsyncAPI documents.
ASYNCAPI_PARSER = "@asyncapi/parser@3.6.6"
#: Linters of OpenAPI documents.
REDOCLY, SPECTRAL = "@redocly/cli@2.77.0", "@stoplight/spectral-cli@6.16.3"
#: The types of an API's client, made of its OpenAPI document, and the client that uses them.
OPENAPI_TYPESCRIPT, OPENAPI_FETCH = "openapi-typescript@7.13.0", "openapi-fetch@0.17.0"
#: A validator of HTML.
HTML_VALIDATE = "html-validate@10.17.0"

_ALL = (
    *(DURABLE_STREAMS, ASYNCAPI_PARSER, REDOCLY, SPECTRAL, OPENAPI_TYPESCRIPT, OPENAPI_FETCH),
    HTML_VALIDATE,
)

_FOLDER = Path(sys.prefix) / "npm"
_SECONDS = 300


def npm_environ() -> dict[str, str]:
    """Return the environment for npm: it trusts the authorities that this machine trusts.

    Node has its own list of authorities, and ignores the machine's.
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
        for each in _ALL:
            print(installed(each))
    except NotThereError as error:
        sys.exit(str(error))
