"""Reads the plain fields (rules/fields.py): those that need nothing but their description."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forecasts.rules.fields import ALWAYS, Field
from forecasts.services import checked_field

from .temperatures import MISSING_WORDS


@dataclass(frozen=True, slots=True)
class PlainReader:
    """Reads a cell, or a value of JSON.

    text_from: reads any text of the file. An empty text, null and a number of `codes` are the
    field's default; unless `exact`, for files of our own, a word such as "n/a" is it too, if it is
    no value of the field.
    """

    field: Field
    text_from: Callable[[str], str]
    codes: Collection[Decimal] = ()
    exact: bool = False

    def __call__(self, value: object) -> object:
        """Return the model's value. Raises ValueError with the reason."""
        if isinstance(value, str):
            value = self.text_from(value)
        if value is None or value == "":
            return self._absent()
        try:
            found = self.field.from_file(value)
        except ValueError:
            if self.exact or str(value).casefold() not in MISSING_WORDS:
                raise
            return self._absent()
        return self._absent() if found in self.codes else self._checked(found)

    def _checked(self, found: object) -> object:
        try:
            return checked_field(self.field.name, found)
        except ValidationError as why:
            raise ValueError(why.messages[0]) from None

    def _absent(self) -> object:
        if self.field.default is ALWAYS:
            raise ValueError(_("no value"))
        return self.field.default
