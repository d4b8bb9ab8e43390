"""The account of a connection, and whether it may still read."""

from collections.abc import Collection
from importlib import import_module
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

T = TypeVar("T")

# SQLite's limit of parameters in one statement is higher.
_AT_ONCE = 500


class Account(NamedTuple):
    """The credentials that opened a connection.

    password: the stored hash at that time; a changed password ends the connection. session: the key
    of the session that was logged in; "" where the password itself was sent. token: the digest of
    the token that was sent; a new password does not end what it opened.
    """

    user_id: int
    password: str
    session: str
    token: str = ""


def revoked(accounts: Collection[Account]) -> set[Account]:
    """Return the accounts that would be refused now.

    They are logged out, session deleted or expired, token
    revoked or expired, password changed, deactivated, deleted or, with PUBLIC_READ=false, without
    READ_PERMISSION. Raises DatabaseError.
    """
    sessions = _sessions({each.session for each in accounts if each.session})
    passwords = _passwords({each.user_id for each in accounts})
    tokens = _tokens({each.token for each in accounts if each.token})

    def is_valid(each: Account) -> bool:
        if each.token:
            return each.user_id in passwords and each.token in tokens
        is_logged_in = not each.session or each.session in sessions
        return is_logged_in and passwords.get(each.user_id) == each.password

    return {each for each in accounts if not is_valid(each)}


def _tokens(digests: set[str]) -> set[str]:
    valid_of = import_module(settings.BEARER_TOKENS).valid_of
    return {digest for some in _parts(sorted(digests)) for digest in valid_of(some)}


def _sessions(keys: set[str]) -> set[str]:
    valid = Session.objects.filter(expire_date__gt=timezone.now())
    return {
        key
        for some in _parts(sorted(keys))
        for key in valid.filter(session_key__in=some).values_list("session_key", flat=True)
    }


def _passwords(ids: set[int]) -> dict[int, str]:
    allowed = get_user_model().objects.filter(is_active=True)
    if not settings.PUBLIC_READ:
        allowed = get_user_model().objects.with_perm(
            settings.READ_PERMISSION, backend="django.contrib.auth.backends.ModelBackend"
        )
    return {
        pk: password
        for some in _parts(sorted(ids))
        for pk, password in allowed.filter(pk__in=some).values_list("pk", "password")
    }


def _parts(items: list[T]) -> list[list[T]]:
    return [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
