"""Asks in a terminal for the unit that a file does not say."""

from collections.abc import Callable
from dataclasses import replace

from forecasts.importing.files.errors import UnitUndecided
from forecasts.importing.rows.units import UNITS
from forecasts.importing.sources.base import Wishes


def asked_unit(undecided: UnitUndecided, wishes: Wishes, say: Callable[[str], object]) -> Wishes:
    """Return the wishes with the unit that the user gives. Raises `undecided` if there is none."""
    say(str(undecided))
    choices = "/".join(UNITS)
    while True:
        try:
            answer = input(f"Unit of the temperatures ({choices}) [{undecided.likely}]: ").strip()
        except (EOFError, KeyboardInterrupt):
            say("")  # ends the line of the question
            raise undecided from None
        unit = answer.removeprefix("°").upper() or undecided.likely
        if unit in UNITS:
            return replace(wishes, unit=unit)
        say(f"{answer!r} is none of {choices}.")
