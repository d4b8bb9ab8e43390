"""A certificate for localhost, signed by an authority that exists for this data folder only.

For development on one machine. Production has its certificates in the proxy (docs/production.md).
"""

import os
from pathlib import Path
from typing import NamedTuple

import trustme

NAMES = ("localhost", "127.0.0.1", "::1")


class Certificate(NamedTuple):
    """PEM files: of the authority, for browsers to trust, and of the servers, with their key."""

    authority: Path
    server: Path


def local_certificate(folder: Path) -> Certificate:
    """Return the certificate of a data folder, made when it is first asked for.

    The authority's key is discarded, so that it cannot sign anything else.
    """
    place = folder / "tls"
    made = Certificate(place / "authority.pem", place / "server.pem")
    if not (made.authority.exists() and made.server.exists()):
        place.mkdir(exist_ok=True)
        authority = trustme.CA(organization_name="Weather desk")
        pem = authority.issue_cert(*NAMES).private_key_and_cert_chain_pem.bytes()
        _write(made.server, pem)
        _write(made.authority, authority.cert_pem.bytes())
    return made


def _write(path: Path, content: bytes) -> None:
    # Renaming is atomic: another process sees the whole file or none.
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
