"""Creates many instances of a model, and converts their values for the database.

The ORM converts each value of each row; here values that repeat within a transaction are converted
once.
"""

from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import UUIDField
from django.db.models.base import ModelState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import Field, Model

M = TypeVar("M", bound="Model")


def instance(model: "type[M]", values: dict[str, Any]) -> "M":
    """Return an instance that is not in the database yet, as unpickling makes one.

    values: of all concrete fields, by attribute; kept, not copied. Takes a third of the time of
    Model(), which checks its arguments and sends two signals.
    """
    made = model.__new__(model)
    made.__dict__ = values
    made._state = ModelState()
    return made


def columns_of(
    objects: "Sequence[Model]",
    fields: "Sequence[Field[Any, Any]]",
    *,
    adapted: "Collection[Field[Any, Any]]",
) -> "list[Sequence[Any]]":
    """Return the objects' values of each field, in the order of `fields`; two fields or more.

    adapted: the fields whose values must be converted for SQLite; others are kept.
    """
    values_of = itemgetter(*[field.attname for field in fields])
    columns = zip(*[values_of(each.__dict__) for each in objects], strict=True)
    if connection.vendor == "postgresql":
        return list(columns)
    return [
        _for_sqlite(field, values) if field in adapted else values
        for field, values in zip(fields, columns, strict=True)
    ]


def _for_sqlite(field: "Field[Any, Any]", values: "Sequence[Any]") -> list[Any]:
    if isinstance(field, UUIDField):  # which repeat nothing
        return [value and value.hex for value in values]
    known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [known[value] for value in values]
