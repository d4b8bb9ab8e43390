"""The form of a webhook in the admin. The services validate it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from weather.journal.events import public_event_types

from . import services
from .forms import lines_of
from .models import Subscription

if TYPE_CHECKING:
    _Form = forms.ModelForm[Subscription]
else:  # only the stubs know the model's type
    _Form = forms.ModelForm

#: The fields that can be changed later; the owner cannot.
CHANGEABLE = ("url", "event_types", "locations")


class SubscriptionAdminForm(_Form):
    """An owner, an address, the types of events, and locations one a line."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("The URL that receives the events, such as https://example.org/hook."),
        widget=AdminTextInputWidget,
    )
    event_types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        help_text=_("If none is selected, all are sent."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "radiolist"}),  # one a line
    )
    locations = forms.CharField(
        label=_("Locations"),
        required=False,
        max_length=6000,
        help_text=_("One on each line. If empty, events of all locations are sent."),
        widget=AdminTextareaWidget,
    )

    class Meta:
        model = Subscription
        fields = ("owner", *CHANGEABLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "locations" in self.fields:  # the form is read-only without the permission to change
            self.initial["locations"] = "\n".join(self.instance.locations)
            choices = [(each, each) for each in public_event_types()]
            self.fields["event_types"].choices = choices  # type: ignore[attr-defined]

    def clean_locations(self) -> list[str]:
        """Return the locations, without empty lines."""
        return lines_of(self.cleaned_data["locations"])

    def clean(self) -> dict[str, Any]:
        """Show the services' refusals, each at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            with transaction.atomic():
                if self.instance.pk is None:
                    services.subscribe(**cleaned)
                else:
                    services.change(self.instance, **cleaned)
                transaction.set_rollback(True)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name, messages)
        return cleaned
