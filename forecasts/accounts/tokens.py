"""Makes, lists and revokes the tokens of an account."""

import datetime as dt
from typing import Any, Final, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from .models import ApiToken

#: Days after which a token expires.
LIFETIMES: Final = (7, 30, 90, 365)
#: Tokens of one account that have not expired.
MOST_TOKENS: Final = 50


class TooManyTokens(Exception):
    """The account has reached the limit of tokens."""


class Made(NamedTuple):
    """A new token, and its text, which is stored nowhere."""

    token: ApiToken
    text: str


def make_token(user: AbstractBaseUser, *, name: str, scope: str, days: int) -> Made:
    """Make a token that expires after that many days. Raises TooManyTokens."""
    if tokens_of(user).count() >= MOST_TOKENS:
        raise TooManyTokens
    manager: Any = ApiToken.objects
    token, text = manager.create(user, expiry=dt.timedelta(days=days), name=name, scope=scope)
    return Made(token, text)


def tokens_of(user: AbstractBaseUser) -> QuerySet[ApiToken]:
    """Return the account's tokens, latest first."""
    found: QuerySet[ApiToken] = ApiToken.objects.filter(user_id=user.pk)
    return found


def revoke(user: AbstractBaseUser, digest: str) -> bool:
    """Delete one of the account's tokens; tell whether it was there."""
    return bool(tokens_of(user).filter(digest=digest).delete()[0])
