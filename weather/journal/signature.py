"""Signs and verifies event texts (HMAC-SHA-256).

Texts travel over Redis, where every client can publish. The last member of each text is a
truncated HMAC-SHA-256 (RFC 2104) over all before it, keyed from SECRET_KEY, so that a relay can
reject foreign texts without a query. Signatures by SECRET_KEY_FALLBACKS stay valid, as they do for
Django's sessions.
"""

import base64
import hmac
from functools import cache, lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.crypto import salted_hmac

_MEMBER = b',"signature":"'
_END = b'"}'
_BYTES = 16
# Of the code in base64 without padding, and the end.
_LENGTH = -(-_BYTES * 4 // 3) + len(_END)


#: The purpose in the signatures of the journal's texts.
JOURNAL = "weather.journal"


def signed(text: str, *, use: str = JOURNAL) -> str:
    """Return a JSON object's text with its signature as the last member.

    use: the purpose; a text signed for another purpose is not authentic.
    """
    code = _code(text.encode(), _keys()[0], use)
    return f"{text[:-1]}{(_MEMBER + code + _END).decode()}"


def unsigned(text: str) -> str:
    """Return a signed text without its signature."""
    return f"{text.rpartition(_MEMBER.decode())[0]}}}"


def is_authentic(text: str, *, use: str = JOURNAL) -> bool:
    """Return whether the signature is valid by SECRET_KEY or one of its fallbacks."""
    try:
        body, _, given = text.encode().rpartition(_MEMBER)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    if len(given) != _LENGTH:
        return False
    value = body + b"}"
    for key in _keys():  # noqa: SIM110 - a generator takes longer, for each event of each process
        if hmac.compare_digest(given, _code(value, key, use) + _END):
            return True
    return False


def _code(value: bytes, key: str | bytes, use: str) -> bytes:
    keyed = _keyed(use, key).copy()
    keyed.update(value)
    return base64.urlsafe_b64encode(keyed.digest()[:_BYTES]).rstrip(b"=")


@cache
def _keys() -> tuple[str | bytes, ...]:
    # Each access to a setting takes as long as hashing a third of a text.
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _forget_keys(**_: object) -> None:
    _keys.cache_clear()


setting_changed.connect(_forget_keys)


@lru_cache(maxsize=16)
def _keyed(use: str, key: str | bytes) -> hmac.HMAC:
    # Deriving the key takes longer than signing a text with it.
    return salted_hmac(use, b"", secret=key, algorithm="sha256")
