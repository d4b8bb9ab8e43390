"""The form of a webhook on the site. The services check again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from weather.journal.events import public_event_types


def lines_of(text: str) -> list[str]:
    """Return the lines that are not empty, without spaces around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class SubscriptionForm(forms.Form):
    """An address, the types of events, and locations one a line."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("The URL that receives the events, such as https://example.org/hook."),
        widget=forms.URLInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    event_types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        help_text=_("If none is selected, all are sent."),
        widget=forms.CheckboxSelectMultiple,
    )
    locations = forms.CharField(
        label=_("Locations"),
        required=False,
        max_length=6000,
        help_text=_("One on each line. If empty, events of all locations are sent."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each, each) for each in public_event_types()]
        self.fields["event_types"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the values for the services."""
        return {
            "url": self.cleaned_data["url"],
            "event_types": self.cleaned_data["event_types"],
            "locations": lines_of(self.cleaned_data["locations"]),
        }

    def refuse(self, error: ValidationError) -> None:
        """Show a service's refusal at its fields."""
        for name, messages in error.message_dict.items():
            self.add_error(name, messages)
