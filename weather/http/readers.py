"""Access for reading: forecasts (PUBLIC_READ), and the actors of changes (PUBLIC_ACTORS)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

User = AbstractBaseUser | AnonymousUser


def may_read(user: User) -> bool:
    """Return whether this account, or an anonymous reader, may read forecasts and their changes."""
    if settings.PUBLIC_READ:
        return True
    return isinstance(user, PermissionsMixin) and user.has_perm(settings.READ_PERMISSION)


def is_told_names(*, signed_in: bool) -> bool:
    """Return whether this reader sees which account made a change."""
    return bool(settings.PUBLIC_ACTORS or signed_in)


def are_all_told_the_same() -> bool:
    """Return whether readers with and without an account receive the same texts."""
    return bool(settings.PUBLIC_READ and settings.PUBLIC_ACTORS)


class ReadersMiddleware(LoginRequiredMiddleware):
    """With PUBLIC_READ=false: pages lead to the log-in, and to 403 without READ_PERMISSION.

    Views marked login_not_required stay open: logging in, and setting a forgotten password.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return the refusal for a reader without access, else None."""
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is not None or not getattr(view_func, "login_required", True):
            return response
        match = request.resolver_match
        # The admin asks for permissions of its own; an account is its owner's.
        is_of_forecasts = match is not None and match.app_name == "forecasts"
        if is_of_forecasts and not may_read(request.user):
            raise PermissionDenied
        return None
