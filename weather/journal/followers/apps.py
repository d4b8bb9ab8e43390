"""The app configuration of the followers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowersConfig(AppConfig):
    """Cursors with a memory; see docs/followers.md."""

    name = "weather.journal.followers"
    label = "followers"
    verbose_name = _("Followers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check of FOLLOWERS."""
        from . import checks as _checks  # noqa: F401 - registers by decorator, after apps load
