"""The sort orders of the list, and a text column that every database sorts alike.

An order is total. The browser implements it too (static/forecasts/board/sort_order.js), to place a
changed row without a request.
"""

from typing import TYPE_CHECKING, Any, Final, Literal

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
else:  # only the stubs know the type of a field's value
    _Char = models.CharField

#: For each grouping, by its name in the URL, the fields that the list is sorted by.
ORDERS: Final[dict[str, tuple[str, str, str]]] = {
    "date": ("date", "location", "id"),
    "location": ("location", "date", "id"),
}
BY_DATE: Final = "date"

#: For each column that the list can be sorted by, by its name in the URL, its fields. A "-" before
#: the name reverses the first of them.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    **ORDERS,
    "temperature": ("temperature_c", *ORDERS["date"]),
    "summary": ("summary", *ORDERS["date"]),
}
SORTS: Final = tuple(f"{sign}{name}" for name in COLUMNS for sign in ("", "-"))


def ordering(sort: str) -> list[OrderBy]:
    """Return the arguments of order_by() for one of SORTS."""
    first, *rest = COLUMNS[sort.removeprefix("-")]
    return [_ordered(first, descending=sort.startswith("-")), *(_ordered(name) for name in rest)]


def _ordered(name: str, *, descending: bool = False) -> OrderBy:
    column: Any = models.F(name)
    if name == "summary" and connection.vendor == "postgresql":
        column = Collate(column, "C")  # as SQLite and the browser compare text
    return OrderBy(column, descending=descending)


def beyond(place: Any, direction: Literal["lt", "gt"], *, by: str = BY_DATE) -> models.Q:
    """Return the condition for rows before ("lt") or after ("gt") a place in this grouping.

    place: has date, location and id, as a forecast does.
    """
    found, same = models.Q(), models.Q()
    for name in ORDERS[by]:
        value = getattr(place, name)
        found |= same & models.Q(**{f"{name}__{direction}": value})
        same &= models.Q(**{name: value})
    return found


class CodePointCharField(_Char):
    """Text sorted by code points: SQLite's default, and the collation "C" of PostgreSQL."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Return the column's type, with the collation that sorts so."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
