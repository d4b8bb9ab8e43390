"""What of the list somebody wants to see: the filters and switches of the board's address."""

import datetime as dt
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .days import DayField
from .folding import fold
from .models import Forecast
from .ordering import BY_DATE, ORDERS
from .validators import prohibit_surrogates

CELSIUS, FAHRENHEIT = UNITS = ("c", "f")


class ChoiceForm(forms.Form):
    """The board's address: every part may be missing, and a bad one is left out and named.

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
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[(name, name) for name in UNITS], required=False
    )

    def clean(self) -> None:
        """Refuse a range that ends before it starts; each day by itself would have been right."""
        after, before = self.cleaned_data.get("date_after"), self.cleaned_data.get("date_before")
        if after and before and before < after:
            self.add_error("date_before", _("The last day is before the first."))


@dataclass(frozen=True)
class Choice:
    """Which forecasts: those with every word of q, at the location, within the dates (inclusive).

    Case and accents do not count (forecasts.folding). None and "" choose nothing away.
    """

    q: str = ""
    location: str = ""
    date_after: dt.date | None = None
    date_before: dt.date | None = None

    @classmethod
    def of(cls, form: ChoiceForm) -> "Choice":
        """Return what the form, once validated, understood."""
        names = ("q", "location", "date_after", "date_before")
        return cls(**{n: form.cleaned_data[n] for n in names if form.cleaned_data.get(n)})

    def of_all(self, forecasts: QuerySet[Forecast]) -> QuerySet[Forecast]:
        """Return the chosen ones; static/forecasts/choice.js judges a single one alike."""
        found = forecasts
        for word in fold(self.q).split():
            found = found.filter(folded__contains=word)
        if self.location:
            found = found.filter(folded__startswith=f"{fold(self.location)}\n")
        if self.date_after:
            found = found.filter(date__gte=self.date_after)
        if self.date_before:
            found = found.filter(date__lte=self.date_before)
        return found

    def __bool__(self) -> bool:
        return bool(self._given())

    @property
    def json(self) -> str:
        """The choice for the browser."""
        return json.dumps(self._given())

    def query(self, **more: object) -> str:
        """Return the query string of an address that chooses this."""
        return urlencode(self._given() | more)

    def _given(self) -> dict[str, object]:
        parts = {name: getattr(self, name) for name in ("q", "location")}
        dates = {name: getattr(self, name) for name in ("date_after", "date_before")}
        isos = {name: day.isoformat() for name, day in dates.items() if day}
        return {name: text for name, text in parts.items() if text} | isos


def grouping(form: ChoiceForm, remembered: str | None) -> str:
    """Return what the list is grouped by: as the address says, or as it was last."""
    return form.cleaned_data.get("by") or (remembered if remembered in ORDERS else "") or BY_DATE
