"""Tells the journal's own texts from what others put on the broker.

A text travels over Redis, where whoever can reach it can publish. The last member of each text
is a truncated HMAC-SHA-256 (RFC 2104) over all before it, keyed from SECRET_KEY, so that the
pipe relays nothing that was not sealed here and nobody has to ask the database.
"""

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

_MEMBER = ',"signature":"'
_END = '"}'
_BYTES = 16


def signed(text: str) -> str:
    """Return a JSON object's text with its signature as the last member."""
    return f"{text[:-1]}{_MEMBER}{_code(text)}{_END}"


def is_authentic(text: str) -> bool:
    """Return whether the text was signed here and is unchanged."""
    body, _, rest = text.rpartition(_MEMBER)
    return constant_time_compare(rest, _code(f"{body}}}") + _END)


def _code(text: str) -> str:
    # Half of a surrogate pair cannot be encoded; a text that has one is not ours.
    digest = salted_hmac("weather.journal", text.encode(errors="replace"), algorithm="sha256")
    return base64.urlsafe_b64encode(digest.digest()[:_BYTES]).rstrip(b"=").decode()
