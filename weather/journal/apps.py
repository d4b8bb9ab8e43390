"""The app configuration of the journal: connects the receivers of EVENT_RECEIVERS."""

from typing import Any
from uuid import uuid4

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """The append-only, numbered journal of every change."""

    name = "weather.journal"
    label = "journal"
    verbose_name = _("Journal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and connect EVENT_RECEIVERS."""
        from . import checks as _checks  # noqa: F401 - registers by decorator, after apps load
        from .guard import guard_models
        from .wiring import connect_receivers

        guard_models()
        connect_receivers()
        post_migrate.connect(make_head, sender=self, dispatch_uid="journal.make_head")


def make_head(*, using: str, **_kwargs: Any) -> None:
    """Create the head row of a new or emptied database: position 0 of a new epoch."""
    from .guard import service_write
    from .models import JournalHead

    with service_write():
        JournalHead.objects.using(using).get_or_create(pk=1, defaults={"epoch": uuid4().hex})
