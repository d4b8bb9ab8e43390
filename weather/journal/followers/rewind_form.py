"""The admin's form of a follower."""

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from weather.journal.cursors import LARGEST_POSITION

from . import services

if TYPE_CHECKING:
    from .models import Follower

    _Form = forms.ModelForm[Follower]
else:  # only the stubs know the model's type
    _Form = forms.ModelForm


class RewindForm(_Form):
    """The only editable value: the position to rewind to."""

    rewind_to = forms.IntegerField(
        label=gettext_lazy("Rewind to"),
        required=False,
        min_value=0,
        max_value=LARGEST_POSITION,
        help_text=gettext_lazy("A position: all entries after it are processed again."),
    )

    def clean_rewind_to(self) -> int | None:
        """Refuse a position that the follower cannot go back to, by trying it."""
        position: int | None = self.cleaned_data["rewind_to"]
        if position is not None:
            try:
                with transaction.atomic():
                    services.rewind(self.instance.name, position)
                    transaction.set_rollback(True)
            except services.Refused as error:
                raise forms.ValidationError(str(error)) from error
        return position
