"""The Idempotency-Key header: a repeated POST creates one forecast.

Source: draft-ietf-httpapi-idempotency-key-header-07. The draft leaves open the format of a key
(here: 1 to 255 visible ASCII characters, bare or as the structured string "…"), how long it is
remembered (until a day after the deletion of the forecast that it created), and how requests are
compared (by their fields).
"""

import re
from hashlib import sha256
from uuid import UUID

from rest_framework.request import Request

from .refusals import HeaderRefused

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def submission_of(request: Request) -> UUID | None:
    """Return the submission that the key names for this account; None without a key.

    Raises HeaderRefused for what is not a key.
    """
    given = request.headers.get(HEADER)
    if given is None:
        return None
    key = given[1:-1] if len(given) > 2 and given[0] == given[-1] == '"' else given
    if not _KEY.fullmatch(given):
        raise HeaderRefused({HEADER: "Send 1 to 255 visible ASCII characters, e.g. order-17."})
    # One UUID has several spellings.
    same = key.lower() if _UUID.fullmatch(key) else key
    # Two accounts may choose the same key; the database compares sixteen bytes.
    scoped = sha256(f"{request.user.pk}\n{same}".encode()).digest()
    return UUID(bytes=scoped[:16])
