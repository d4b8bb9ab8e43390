"""Authenticates the streams' bearer tokens: settings.BEARER_TOKENS names this module."""

from collections.abc import Collection
from hmac import compare_digest
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from .models import ApiToken


class Bearer(NamedTuple):
    """The account of a token, and the token's digest."""

    user: AbstractBaseUser
    digest: str


def bearer_of(text: str) -> Bearer | None:
    """Return the account of a valid token, and record the use; else None."""
    digest = hash_token(text)
    known = _valid().filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH])
    for token in known.select_related("user"):
        if compare_digest(digest, token.digest) and token.user.is_active:
            token.note_use(timezone.now().date())
            return Bearer(token.user, token.digest)
    return None


def valid_of(digests: Collection[str]) -> set[str]:
    """Return the tokens that are neither expired nor revoked."""
    return set(_valid().filter(digest__in=digests).values_list("digest", flat=True))


def _valid() -> QuerySet[ApiToken]:
    found: QuerySet[ApiToken] = ApiToken.objects.filter(
        Q(expiry__isnull=True) | Q(expiry__gt=timezone.now())
    )
    return found
