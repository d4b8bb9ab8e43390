"""The form of the board's filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forecasts.db.sort_order import BY_DATE, ORDERS, SORTS
from forecasts.db.text_rules import prohibit_surrogates
from forecasts.reads.ranges import RANGES

from .day_field import DayField

#: °C and °F, as the address names them.
CELSIUS = "c"
UNITS = (CELSIUS, "f")


class FilterForm(forms.Form):
    """The query of the board's address.

    Every part is optional; an invalid one is ignored and reported.

    The dates are inclusive, named as the API names them.
    """

    q = forms.CharField(
        label=_("Search"), max_length=100, required=False, validators=[prohibit_surrogates]
    )
    location = forms.CharField(
        label=_("Location"), max_length=100, required=False, validators=[prohibit_surrogates]
    )
    date_after = DayField(label=_("From"), required=False)
    date_before = DayField(label=_("Until"), required=False)
    by = forms.ChoiceField(
        label=_("Group by"), choices=[(name, name) for name in ORDERS], required=False
    )
    sort = forms.ChoiceField(
        label=_("Sort by"), choices=[(name, name) for name in SORTS], required=False
    )
    range = forms.ChoiceField(
        label=_("Chart"), choices=[(name, name) for name in RANGES], required=False
    )
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[(name, name) for name in UNITS], required=False
    )

    def clean(self) -> None:
        """Refuse a range that ends before it starts."""
        after, before = self.cleaned_data.get("date_after"), self.cleaned_data.get("date_before")
        if after and before and before < after:
            self.add_error("date_before", _("The last day is before the first."))


class ExportForm(FilterForm):
    """The query of a download's address: the board's, and the place of a place's page."""

    place = forms.CharField(
        label=_("Location"),
        max_length=100,
        required=False,
        strip=False,
        validators=[prohibit_surrogates],
    )


def grouping(form: FilterForm, remembered: str | None) -> str:
    """Return the list's grouping: that of the query, else the last one used."""
    return form.cleaned_data.get("by") or (remembered if remembered in ORDERS else "") or BY_DATE
