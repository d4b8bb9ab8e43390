"""Undoes a change or deletion of selected forecasts, by one signed token."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from . import services
from .models import Forecast
from .rules.changes import Update
from .rules.fields import ForecastData
from .rules.public_form import as_data, fields_of
from .undo import TooLateToUndo, Undo, restore, signed, unsigned

_CHANGED = "forecasts.undo.changed"
_DELETED = "forecasts.undo.deleted"

Account = AbstractBaseUser | AnonymousUser


class Change(NamedTuple):
    """A forecast before and after a change."""

    before: ForecastData
    after: ForecastData


def undo_of_changes(changes: Sequence[Change], *, by: Account) -> Undo:
    """Return a token that undoes the changes, for that account only."""
    data = [(change.before, change.after["version"]) for change in changes]
    return signed(data, salt=_CHANGED, by=by)


def undo_of_deletions(deleted: Sequence[Forecast], *, by: Account) -> Undo:
    """Return a token that undoes the deletions, for that account only."""
    return signed([as_data(forecast) for forecast in deleted], salt=_DELETED, by=by)


def undo_changes(token: str, *, by: Account) -> list[Forecast]:
    """Revert the forecasts, except those changed or deleted since.

    Returns the reverted ones. Raises TooLateToUndo.
    """
    rows = unsigned(token, salt=_CHANGED, by=by)
    updates = [Update(before["id"], {**fields_of(before)}, version) for before, version in rows]
    outcomes = services.apply_changes(changes=updates, keeps_going=True)
    return [outcome for outcome in outcomes if isinstance(outcome, Forecast)]


def undo_deletions(token: str, *, by: Account) -> list[Forecast]:
    """Restore the forecasts, except those restored and deleted again since.

    Returns the existing ones. Raises TooLateToUndo.
    """
    found: list[Forecast] = []
    for deleted in unsigned(token, salt=_DELETED, by=by):
        try:
            found.append(restore(deleted))
        except (TooLateToUndo, ValidationError):
            continue
    return found
