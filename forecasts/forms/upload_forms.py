"""Forms of the import page: the file, and how to read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forecasts.db.text_rules import prohibit_surrogates
from forecasts.rules.fields import PLAIN, WRITTEN

#: Bytes; the largest body of a request leaves some room for the rest of the form.
LARGEST_UPLOAD = 1_000_000

_UNITS = [("", _("As in the file")), ("C", "°C"), ("F", "°F"), ("K", "K"), ("0.1C", "0.1 °C")]
_DECIMAL = [("", _("As in the file")), (",", ","), (".", ".")]
_EXISTING = [
    ("", _("Add, or skip if this file was imported before")),
    ("skip", _("Skip")),
    ("update", _("Change the existing forecast")),
    ("add", _("Add another forecast")),
]


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, JSON or .xlsx, also compressed with gzip or zip; up to 1 MB."),
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )

    def clean_file(self) -> Any:
        """Return the file. Raises ValidationError if it is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than 1 MB: use manage.py import_forecasts.")
            )
        return file


class ReadingForm(forms.Form):
    """How the kept file is read; its columns, and their values, fill the menus.

    Each written field has a menu of the columns, by its public name, which is --map's.
    values: by column, for `where`, whose choices are like the command's COLUMN=VALUE.
    may_change: the account may change existing forecasts.
    """

    token = forms.CharField(widget=forms.HiddenInput())
    where = forms.ChoiceField(label=_("Only the rows with"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=_UNITS, required=False)
    place = forms.CharField(
        label=_("Location of rows without one"),
        max_length=100,
        required=False,
        validators=[prohibit_surrogates],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date_format = forms.CharField(
        label=_("Format of dates"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "DD/MM/YYYY"}),
    )
    decimal = forms.ChoiceField(label=_("Decimal mark"), choices=_DECIMAL, required=False)
    missing = forms.CharField(
        label=_("Codes for a missing value"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "-99, -999"}),
    )
    existing = forms.ChoiceField(
        label=_("If the day and place already have a forecast"), choices=_EXISTING, required=False
    )

    def __init__(
        self,
        *args: Any,
        columns: Sequence[str],
        values: Mapping[str, Sequence[str]],
        may_change: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [name for name in dict.fromkeys(columns) if name]
        choices = [("", _("As in the file")), *((name, name) for name in named)]
        for field in WRITTEN:
            self.fields[field.public] = forms.ChoiceField(
                label=str(field.label), choices=choices, required=False
            )
        of_columns = [
            (name, [(f"{name}={each}", f"{name} = {each}") for each in found])
            for name, found in values.items()
        ]
        self.fields["where"] = forms.ChoiceField(
            label=self.fields["where"].label,
            choices=[("", _("As in the file")), *of_columns],
            required=False,
        )
        if not may_change:
            kept = [choice for choice in _EXISTING if choice[0] != "update"]
            self.fields["existing"] = forms.ChoiceField(
                label=self.fields["existing"].label, choices=kept, required=False
            )
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "form-control"

    def more(self) -> list[forms.BoundField]:
        """Return the fields for files that are not clear in themselves."""
        return [self["date_format"], self["decimal"], self["missing"]]

    def asks_for_more(self) -> bool:
        """Return whether one of more() has a value."""
        return any(field.value() for field in self.more())

    def plain(self) -> list[forms.BoundField]:
        """Return the menus of the plain fields."""
        return [self[field.public] for field in PLAIN]

    def columns(self) -> dict[str, str]:
        """Return field → column of the choices."""
        names = (field.public for field in WRITTEN)
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
