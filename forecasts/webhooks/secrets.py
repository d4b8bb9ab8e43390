"""Secrets of subscriptions: made for Standard Webhooks, kept encrypted with SECRET_KEY.

Source of the form: https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
"""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "whsec_"


class SecretLost(Exception):
    """The secret was encrypted with a SECRET_KEY that is no longer known."""


def new_secret() -> str:
    """Return a secret of 32 random bytes, as receivers take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def encrypted(secret: str) -> str:
    """Return the encrypted form of a secret."""
    return _cipher().encrypt(secret.encode()).decode()


def decrypted(kept: str) -> str:
    """Return the decrypted secret. Raises SecretLost."""
    try:
        return _cipher().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise SecretLost(
            "the secret was kept with another SECRET_KEY: put that into SECRET_KEY_FALLBACKS, "
            "or make a new secret"
        ) from error


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"webhooks\n{key}".encode()).digest())
