"""HTTP Basic, hardened against names that a database cannot look up."""

from django.contrib.auth.models import AbstractBaseUser
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class BasicAuthentication(authentication.BasicAuthentication):
    """REST framework's Basic authentication, where a name with NUL is wrong and not an error."""

    www_authenticate_realm = "weather"

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> tuple[AbstractBaseUser, None]:
        """Return the account. Raises AuthenticationFailed."""
        # PostgreSQL cannot be asked for NUL; the base class would let its ValueError through.
        if "\x00" in userid or "\x00" in password:
            raise AuthenticationFailed("Invalid username/password.")
        user, _ = super().authenticate_credentials(userid, password, request)
        return user, None
