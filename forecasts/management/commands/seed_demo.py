"""Creates the demo account and its forecasts once, if the runner asks for it."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from forecasts.demo import ACCOUNT, first_forecasts
from forecasts.models import Forecast
from forecasts.services import import_forecasts
from weather.actor import acting_as
from weather.journal.models import JournalEntry

# An account with a known password must never appear in production: only `manage.py rundesk` sets
# this.
_DEMO_MODE = "WEATHER_DEMO"


class Command(BaseCommand):
    """Fills an empty desk; does nothing if the journal has an entry."""

    help = "Create the demo account and sample forecasts at the first start (only under rundesk)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed if nothing was ever written. Raises CommandError outside the demo mode."""
        if os.environ.get(_DEMO_MODE) != "1":
            raise CommandError(
                "refused: the demo account has a password that everybody knows, and is made by "
                "`manage.py rundesk` only; use `manage.py createsuperuser` for an account"
            )
        if Forecast.objects.exists() or JournalEntry.objects.exists():
            self.stdout.write("not the first start: account and forecasts stay as they are")
            return
        rows = first_forecasts(timezone.now().date())
        # One transaction: after an interrupted first start, the next start seeds again.
        with transaction.atomic(), acting_as(actor=ACCOUNT[0], source="/weather/shell"):
            _make_account()
            import_forecasts(rows=rows)
        self.stdout.write(f"first start: account {ACCOUNT[0]} and {len(rows)} forecasts made")


def _make_account() -> None:
    name, password = ACCOUNT
    user, _ = get_user_model().objects.get_or_create(username=name)
    user.set_password(password)
    user.is_staff = True
    user.save()
    forecasts = Permission.objects.filter(content_type__app_label="forecasts")
    journal = Permission.objects.filter(
        content_type__app_label=JournalEntry._meta.app_label, codename="view_journalentry"
    )
    user.user_permissions.set(forecasts | journal)
