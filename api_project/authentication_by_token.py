"""Authentication by `Authorization: Bearer …` (RFC 6750), and the scopes of tokens."""

import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from forecasts.accounts.models import ApiToken

if TYPE_CHECKING:  # it reads the settings that name these classes
    from rest_framework.views import APIView

_TOKEN = re.compile(rb"[A-Za-z0-9_]{16,200}")
INVALID = "The token is not valid, has expired or was revoked."


class BearerAuthentication(TokenAuthentication):
    """django-rest-knox's authentication; records the day of a token's use."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """Return the account and the token. Raises AuthenticationFailed."""
        # Other strings are not queried: databases reject some characters.
        if not _TOKEN.fullmatch(token):
            raise AuthenticationFailed(INVALID)
        try:
            user, found = super().authenticate_credentials(token)
        except AuthenticationFailed:
            raise AuthenticationFailed(INVALID) from None
        found.note_use(timezone.now().date())
        return user, found


class HasScope(BasePermission):
    """Refuses writes with a token of the scope "read"."""

    message = "The token's scope is read: a write needs one of the scope write."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Return whether the request is permitted."""
        token = request.auth
        is_write = request.method not in SAFE_METHODS
        return not (
            is_write and isinstance(token, ApiToken) and token.scope != ApiToken.Scope.WRITE
        )
