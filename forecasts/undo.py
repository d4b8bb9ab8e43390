"""Undoing a deletion for some seconds: a signed token carries the forecast that was deleted."""

from typing import NamedTuple, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing

from .models import Forecast
from .representation import ForecastData, as_data

#: How long a deletion can be undone, in seconds.
UNDO_SECONDS = 30

_SALT = "forecasts.undo"


class Undo(NamedTuple):
    """What undoes a deletion, and for how many seconds."""

    token: str
    seconds: int = UNDO_SECONDS


class TooLateToUndo(Exception):
    """The token is too old, of another account, or none of ours."""


def undo_of(deleted: Forecast, *, by: AbstractBaseUser | AnonymousUser) -> Undo:
    """Return what undoes the deletion, by that account only."""
    data = {"account": by.pk, "forecast": as_data(deleted)}
    return Undo(signing.dumps(data, salt=_SALT, compress=True))


def deleted_forecast(token: str, *, by: AbstractBaseUser | AnonymousUser) -> ForecastData:
    """Return the forecast that the token's deletion took. Raises TooLateToUndo."""
    try:
        data = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    if data["account"] != by.pk:
        raise TooLateToUndo
    return cast(ForecastData, data["forecast"])
