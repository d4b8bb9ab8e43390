"""HTTP Basic authentication that rejects NUL and caches verified passwords in memory.

Verifying a password takes about 0.3 s by design, and Basic sends the password with every request. A
verified password is therefore cached for some minutes, as an HMAC over it and the stored hash, in
this process's memory only: a changed password or a deactivated account takes effect immediately.
"""

from functools import lru_cache

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from weather.http.locked_out import DETAIL, pause_seconds

REMEMBERED_SECONDS = 300
REMEMBERED_ACCOUNTS = 1000


class BasicAuthentication(authentication.BasicAuthentication):
    """REST framework's Basic authentication; refuses a name with NUL instead of failing."""

    www_authenticate_realm = "weather"

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> tuple[AbstractBaseUser, None]:
        """Return the account. Raises AuthenticationFailed, or Throttled after too many of these."""
        # PostgreSQL rejects NUL; the base class would not catch the ValueError.
        if "\x00" in userid or "\x00" in password:
            raise AuthenticationFailed("Invalid username/password.")
        known = get_user_model().objects.filter(username=userid, is_active=True).first()
        if known is not None and _remembered().get(_proof(known, password)):
            return known, None
        try:
            user, _ = super().authenticate_credentials(userid, password, request)
        except AuthenticationFailed:
            # axes marks the request object that it gets, which is REST framework's own.
            if getattr(request, "axes_locked_out", False):
                raise Throttled(pause_seconds(), DETAIL) from None
            raise
        _remembered().set(_proof(user, password), True)
        return user, None


@lru_cache(maxsize=1)
def _remembered() -> LocMemCache:
    options = {"TIMEOUT": REMEMBERED_SECONDS, "OPTIONS": {"MAX_ENTRIES": REMEMBERED_ACCOUNTS}}
    return LocMemCache("basic-authentication", options)


def _proof(user: AbstractBaseUser, password: str) -> str:
    stored = f"{user.pk}\n{user.password}\n{password}"
    return salted_hmac("forecasts.authentication", stored, algorithm="sha256").hexdigest()
