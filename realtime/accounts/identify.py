"""Tells who opens a socket or a stream: by the session's cookie, or by HTTP Basic."""

import base64
import binascii
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.asgi import ASGIRequest

from weather.http.readers import may_read

from .account import Account


class NotLetIn(Exception):
    """Who asks may not read; the text says what to do."""


def brings_password(scope: dict[str, Any]) -> bool:
    """Return whether a request carries HTTP Basic credentials."""
    return any(name == b"authorization" for name, _ in scope["headers"])


def brings_session(scope: dict[str, Any]) -> bool:
    """Return whether a request carries the session's cookie."""
    cookie = settings.SESSION_COOKIE_NAME.encode()
    return any(name == b"cookie" and cookie in value for name, value in scope["headers"])


def account_of(scope: dict[str, Any]) -> Account | None:
    """Return whose request it is, None for an anonymous one.

    Raises NotLetIn for a wrong password, and for those who may not read; DatabaseError.
    """
    request = ASGIRequest({"method": "GET", **scope, "type": "http"}, BytesIO())
    user = _by_password(request) if brings_password(scope) else _by_session(request)
    if not may_read(user):
        raise NotLetIn("log in, or send Basic credentials, with an account that may read")
    if isinstance(user, AnonymousUser):
        return None
    session = "" if brings_password(scope) else request.session.session_key or ""
    return Account(user.pk, user.password, session)


def _by_session(request: ASGIRequest) -> AbstractBaseUser | AnonymousUser:
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return get_user(request)


def _by_password(request: ASGIRequest) -> AbstractBaseUser:
    name, password = _basic(request.headers.get("Authorization", ""))
    user = None
    # PostgreSQL cannot be asked for NUL.
    if "\x00" not in name + password:
        user = authenticate(request, username=name, password=password)
    if user is None:
        raise NotLetIn("the name or the password is wrong, or has to wait after too many tries")
    return user


def _basic(header: str) -> tuple[str, str]:
    scheme, _, code = header.partition(" ")
    try:
        text = base64.b64decode(code, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise NotLetIn("Authorization: send Basic credentials") from None
    name, colon, password = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise NotLetIn("Authorization: send Basic credentials")
    return name, password
