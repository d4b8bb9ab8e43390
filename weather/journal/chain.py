"""The hash chain over the journal's entries.

Each entry's digest is SHA-256 over the digest before it and its own position and text, so that
an entry cannot be edited, dropped or moved without every later digest being wrong.
"""

import hashlib

#: What the first entry is chained to.
ORIGIN = "0" * 64

#: How many digits of a digest a cursor carries: 64 bits, which no two histories share by chance.
CURSOR_DIGITS = 16


def digest(previous: str, *, position: int, text: str) -> str:
    """Return an entry's digest as 64 hexadecimal digits. `previous`: that of the entry before."""
    return hashlib.sha256(f"{previous}\n{position}\n{text}".encode()).hexdigest()
