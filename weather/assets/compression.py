"""Static files compressed, once for each process."""

import gzip
from functools import lru_cache
from typing import Final

#: Types worth compressing; pictures are compressed already.
_TYPES: Final = (
    *("text/", "application/javascript", "application/json", "application/manifest+json"),
    "image/svg+xml",
)
_LEAST: Final = 500  # bytes; below, the headers outweigh the gain
_KEPT: Final = 256  # files


def is_worth_it(content_type: str, body: bytes) -> bool:
    """Return whether compression makes the file noticeably smaller."""
    return len(body) >= _LEAST and content_type.startswith(_TYPES)


@lru_cache(maxsize=_KEPT)
def compressed(body: bytes) -> bytes:
    """Return the body compressed by gzip; equal bodies give equal bytes."""
    return gzip.compress(body, 9, mtime=0)
