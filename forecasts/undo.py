"""Undoes a deletion for some seconds, by a signed token that carries the forecast."""

from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing

from forecasts.rules.fields import ForecastData
from forecasts.rules.public_form import as_data
from forecasts.rules.versions import is_last_deletion

from . import selectors, services
from .models import Forecast

#: How long a deletion can be undone, in seconds.
UNDO_SECONDS = 30

_SALT = "forecasts.undo"


class Undo(NamedTuple):
    """A token that undoes a deletion, and for how many seconds."""

    token: str
    seconds: int = UNDO_SECONDS


class TooLateToUndo(Exception):
    """The token has expired, is invalid, or belongs to another account or an earlier deletion."""


def undo_of(deleted: Forecast, *, by: AbstractBaseUser | AnonymousUser) -> Undo:
    """Return a token that undoes the deletion, for that account only."""
    return signed(as_data(deleted), salt=_SALT, by=by)


def undo(token: str, *, by: AbstractBaseUser | AnonymousUser) -> Forecast:
    """Undo the deletion of the token and return the forecast; a second call returns it again.

    Raises TooLateToUndo, also if the forecast was restored and deleted again meanwhile. Raises
    ValidationError like restore_forecast().
    """
    deleted: ForecastData = unsigned(token, salt=_SALT, by=by)
    return restore(deleted)


def signed(data: Any, *, salt: str, by: AbstractBaseUser | AnonymousUser) -> Undo:
    """Return a token that carries the data, for that account only."""
    return Undo(signing.dumps({"account": by.pk, "data": data}, salt=salt, compress=True))


def unsigned(token: str, *, salt: str, by: AbstractBaseUser | AnonymousUser) -> Any:
    """Return the token's data. Raises TooLateToUndo."""
    try:
        signed = signing.loads(token, salt=salt, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    if signed["account"] != by.pk:
        raise TooLateToUndo
    return signed["data"]


def restore(deleted: ForecastData) -> Forecast:
    """Undo the last deletion of the forecast; raises like undo()."""
    # In this order: if another request restores it in between, the next line finds it.
    is_last = is_last_deletion(deleted["id"], deleted["version"])
    if there := selectors.forecast(deleted["id"]):
        return there
    if not is_last:
        raise TooLateToUndo
    return services.restore_forecast(deleted=deleted)
