"""Text validators that Django lacks."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def prohibit_surrogates(value: str) -> None:
    """Raise ValidationError for half of a surrogate pair, which UTF-8 cannot encode."""
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValidationError(_("Lone surrogates are not allowed."), code="surrogate")
