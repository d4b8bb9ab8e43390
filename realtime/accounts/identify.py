"""Authenticates sockets and streams: by session cookie, token, or HTTP Basic."""

import base64
import binascii
import re
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

_TOKEN = re.compile(r"[A-Za-z0-9_]{16,200}")


class NotLetIn(Exception):
    """The client may not read; the text says what to do."""


def brings_credentials(scope: dict[str, Any]) -> bool:
    """Return whether a request has the header Authorization."""
    return any(name == b"authorization" for name, _ in scope["headers"])


def brings_token(scope: dict[str, Any]) -> bool:
    """Return whether a request carries a token: `Authorization: Bearer …` (RFC 6750)."""
    return any(
        name == b"authorization" and value[:7].lower() == b"bearer "
        for name, value in scope["headers"]
    )


def brings_session(scope: dict[str, Any]) -> bool:
    """Return whether a request carries the session's cookie."""
    cookie = settings.SESSION_COOKIE_NAME.encode()
    return any(name == b"cookie" and cookie in value for name, value in scope["headers"])


def account_of(scope: dict[str, Any]) -> Account | None:
    """Return the request's account, or None if it is anonymous.

    Raises NotLetIn for a wrong password or token and for an account without read access, and
    DatabaseError.
    """
    request = ASGIRequest({"method": "GET", **scope, "type": "http"}, BytesIO())
    token = ""
    user: AbstractBaseUser | AnonymousUser
    if brings_token(scope):
        user, token = _by_token(request)
    elif brings_credentials(scope):
        user = _by_password(request)
    else:
        user = _by_session(request)
    if not may_read(user):
        raise NotLetIn(
            "log in, or send a token or Basic credentials, with an account that may read"
        )
    if isinstance(user, AnonymousUser):
        return None
    session = "" if brings_credentials(scope) else request.session.session_key or ""
    return Account(user.pk, user.password, session, token)


def _by_token(request: ASGIRequest) -> tuple[AbstractBaseUser, str]:
    text = request.headers.get("Authorization", "")[len("Bearer ") :].strip()
    # Other strings are not queried: databases reject some characters.
    found = None
    if _TOKEN.fullmatch(text):
        found = import_module(settings.BEARER_TOKENS).bearer_of(text)
    if found is None:
        raise NotLetIn("the token is not valid, has expired or was revoked")
    return found.user, found.digest


def _by_session(request: ASGIRequest) -> AbstractBaseUser | AnonymousUser:
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return get_user(request)


def _by_password(request: ASGIRequest) -> AbstractBaseUser:
    if not settings.BASIC_AUTH:
        raise NotLetIn("passwords are not taken here (BASIC_AUTH): send Bearer and a token")
    name, password = _basic(request.headers.get("Authorization", ""))
    user = None
    # PostgreSQL rejects NUL in a query.
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
        raise NotLetIn("Authorization: send Bearer and a token, or Basic credentials") from None
    name, colon, password = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise NotLetIn("Authorization: send Bearer and a token, or Basic credentials")
    return name, password
