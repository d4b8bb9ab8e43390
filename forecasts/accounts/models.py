"""A token for the API. Only its hash is stored (django-rest-knox)."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):
    """Lets a program act as an account, until it expires or is revoked.

    last_used: a day only, so that few requests write it and little is known about the user.
    """

    class Scope(models.TextChoices):
        """The token's scope within its account's permissions."""

        READ = "read", _("read")
        WRITE = "write", _("read and write")

    name = models.CharField(_("name"), max_length=100)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    last_used = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        """Return whether the token has expired."""
        expiry: Any = self.expiry
        return expiry is not None and expiry <= timezone.now()

    def note_use(self, today: dt.date) -> None:
        """Record the day of use."""
        if self.last_used != today:
            self.last_used = today
            self.save(update_fields=["last_used"])
