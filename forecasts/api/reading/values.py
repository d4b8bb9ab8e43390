"""Parses the values of query parameters. All raise QueryRefused, naming the parameter."""

import datetime as dt
import re
from collections.abc import Collection
from decimal import Decimal
from difflib import get_close_matches

from rest_framework.request import Request

from forecasts.api.refusals import QueryRefused
from forecasts.db.days import day_from
from forecasts.models import COLDEST_C, HOTTEST_C
from weather.journal.cursors import LARGEST_POSITION
from weather.whole_numbers import whole_number

_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?")
# Characters of a name that a response repeats.
_LONGEST_NAME = 100


def refuse_unknown(request: Request, known: Collection[str]) -> None:
    """Refuse parameters that are not known, each with the nearest name that is."""
    unknown = [name for name in request.query_params if name and name not in known]
    if unknown:
        raise QueryRefused({shown(name): [_unknown(name, known)] for name in unknown[:20]})


def _unknown(name: str, known: Collection[str]) -> str:
    return f"There is no such parameter. {nearest(name, known)}"


def nearest(name: str, known: Collection[str]) -> str:
    """Return a hint: the known name that is nearest, or all of them."""
    near = get_close_matches(name[:_LONGEST_NAME], known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(sorted(known))}."


def shown(name: str) -> str:
    """Return a name from the request as a response can repeat it."""
    # JSON allows half of a surrogate pair in a name, but a response cannot encode it.
    return name[:_LONGEST_NAME].encode(errors="backslashreplace").decode()


def one(request: Request, name: str) -> str | None:
    """Return a parameter that may occur once; None if it is missing."""
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise QueryRefused({name: "Send it once."})
    return given[0] if given else None


def text(request: Request, name: str, *, longest: int) -> str:
    """Return a text of at most `longest` characters, "" without one."""
    return _checked(name, one(request, name) or "", longest)


def texts(request: Request, name: str, *, longest: int, most: int) -> tuple[str, ...]:
    """Return the texts of a parameter that may be repeated; empty ones are left out."""
    given = request.query_params.getlist(name)
    if len(given) > most:
        raise QueryRefused({name: f"Send it at most {most} times."})
    found = [_checked(name, each, longest) for each in given]
    return tuple(each for each in found if each)


def _checked(name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise QueryRefused({name: f"Send at most {longest} characters."})
    if "\x00" in value:
        raise QueryRefused({name: "Null characters are not allowed."})
    return value.strip()


def day(request: Request, name: str) -> dt.date | None:
    """Return a day of YYYY-MM-DD."""
    given = one(request, name)
    if not given:
        return None
    try:
        return day_from(given)
    except ValueError:
        raise QueryRefused({name: "Send a day as YYYY-MM-DD."}) from None


def celsius(request: Request, name: str, *, rounding: str) -> Decimal | None:
    """Return a temperature in °C, rounded to the tenths that forecasts have."""
    given = one(request, name)
    if not given:
        return None
    if not _NUMBER.fullmatch(given) or not COLDEST_C <= Decimal(given) <= HOTTEST_C:
        raise QueryRefused({name: "Send °C, -100 … 100."})
    return Decimal(given).quantize(Decimal("0.1"), rounding=rounding)


def number(request: Request, name: str, *, lowest: int, highest: int) -> int | None:
    """Return a whole number within bounds."""
    given = one(request, name)
    if given is None:
        return None
    try:
        found = whole_number(given)
    except ValueError:
        raise QueryRefused({name: f"Send a whole number, {lowest} … {highest}."}) from None
    if not lowest <= found <= highest:
        raise QueryRefused({name: f"{given} is not within {lowest} … {highest}."})
    return found


def position(request: Request, name: str = "as_of") -> int | None:
    """Return a position of the journal."""
    return number(request, name, lowest=0, highest=LARGEST_POSITION)
