"""Values of many rows of a model, as a database keeps them.

The ORM adapts each value of each row; the rows of one transaction repeat most of theirs.
"""

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import Field, Model


def rows_of(
    objects: "Sequence[Model]",
    fields: "Sequence[Field[Any, Any]]",
    *,
    adapted: "Collection[Field[Any, Any]]",
) -> list[tuple[Any, ...]]:
    """Return a row of each object, in the order of `fields`.

    adapted: the fields whose values databases keep in different ways; the others are as they are.
    """
    columns = [_column(field, objects, is_adapted=field in adapted) for field in fields]
    return list(zip(*columns, strict=True))


def _column(field: "Field[Any, Any]", objects: "Sequence[Model]", *, is_adapted: bool) -> list[Any]:
    values = [each.__dict__[field.attname] for each in objects]
    if not is_adapted:
        return values
    known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [known[value] for value in values]
