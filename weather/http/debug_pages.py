"""Hides secrets in Django's debug pages and error mails."""

import re

from django.views.debug import SafeExceptionReporterFilter


class SettingsFilter(SafeExceptionReporterFilter):
    """Hides the settings that hold a URL with its password, besides those that Django hides."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|REDIS_URL|CHANNEL_LAYERS",
        re.IGNORECASE,
    )
