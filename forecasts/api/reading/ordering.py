"""Sort orders of the list, and keyset conditions for the rows after or before a place."""

from typing import Any, Final, NamedTuple, Self

from django.db.models import Q

from forecasts.api.refusals import QueryRefused

from .rows import Row
from .values import nearest, shown

#: The public names that can be sorted by, with the model's.
SORTABLE: Final = {
    "date": "date",
    "location": "location",
    "temperatureC": "temperature_c",
    "version": "version",
    "id": "id",
}
DEFAULT: Final = "date,location"
_UNIQUE: Final = "id"


class Term(NamedTuple):
    """A field of the model, and its direction."""

    field: str
    is_descending: bool = False


class Order(NamedTuple):
    """A total order: the last term is the id."""

    terms: tuple[Term, ...]

    @classmethod
    def parsed(cls, given: str) -> Self:
        """Read "-temperatureC,date". Raises QueryRefused."""
        terms: list[Term] = []
        for name in (given or DEFAULT).split(","):
            bare = name.removeprefix("-")
            if bare not in SORTABLE:
                detail = f"{shown(name)} cannot be sorted by. {nearest(bare, SORTABLE)}"
                raise QueryRefused({"ordering": detail})
            if SORTABLE[bare] in [term.field for term in terms]:
                continue  # rows that are equal in a field stay so in its other direction
            terms.append(Term(SORTABLE[bare], name != bare))
        # The id is unique, so further terms have no effect.
        fields = [term.field for term in terms]
        if _UNIQUE in fields:
            return cls(tuple(terms[: fields.index(_UNIQUE) + 1]))
        return cls((*terms, Term(_UNIQUE)))

    def fields(self, *, backwards: bool = False) -> list[str]:
        """Return the arguments of order_by()."""
        return [
            f"-{term.field}" if term.is_descending != backwards else term.field
            for term in self.terms
        ]

    def beyond(self, place: tuple[Any, ...], *, backwards: bool = False) -> Q:
        """Return which rows come after a place, or before it; the place has a value per term."""
        found, same = Q(), Q()
        for term, value in zip(self.terms, place, strict=True):
            direction = "lt" if term.is_descending != backwards else "gt"
            found |= same & Q(**{f"{term.field}__{direction}": value})
            same &= Q(**{term.field: value})
        # Redundant, but it lets the database use an index.
        first = self.terms[0]
        bound = "lte" if first.is_descending != backwards else "gte"
        return Q(**{f"{first.field}__{bound}": place[0]}) & found

    def place_of(self, row: Row) -> tuple[Any, ...]:
        """Return a row's place."""
        return tuple(getattr(row, term.field) for term in self.terms)
