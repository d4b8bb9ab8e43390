"""Signs and verifies event texts (HMAC-SHA-256).

Texts travel over Redis, where every client can publish. The last member of each text is a
truncated HMAC-SHA-256 (RFC 2104) over all before it, keyed from SECRET_KEY, so that a relay can
reject foreign texts without a query. Signatures by SECRET_KEY_FALLBACKS stay valid, as they do for
Django's sessions.
"""

import base64
import hmac
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_MEMBER = ',"signature":"'
_END = '"}'
_BYTES = 16


#: The purpose in the signatures of the journal's texts.
JOURNAL = "weather.journal"


def signed(text: str, *, use: str = JOURNAL) -> str:
    """Return a JSON object's text with its signature as the last member.

    use: the purpose; a text signed for another purpose is not authentic.
    """
    return f"{text[:-1]}{_MEMBER}{_code(text, settings.SECRET_KEY, use)}{_END}"


def unsigned(text: str) -> str:
    """Return a signed text without its signature."""
    return f"{text.rpartition(_MEMBER)[0]}}}"


def is_authentic(text: str, *, use: str = JOURNAL) -> bool:
    """Return whether the signature is valid by SECRET_KEY or one of its fallbacks."""
    body, _, rest = text.rpartition(_MEMBER)
    # Half of a surrogate pair cannot be encoded; a text that has one is not ours.
    given = rest.encode(errors="replace")
    return any(
        constant_time_compare(given, _code(f"{body}}}", key, use) + _END)
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _code(text: str, key: str | bytes, use: str) -> str:
    value = text.encode(errors="replace")
    keyed = _keyed(use, key).copy()
    keyed.update(value)
    return base64.urlsafe_b64encode(keyed.digest()[:_BYTES]).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _keyed(use: str, key: str | bytes) -> hmac.HMAC:
    # Deriving the key takes longer than signing a text with it.
    return salted_hmac(use, b"", secret=key, algorithm="sha256")
