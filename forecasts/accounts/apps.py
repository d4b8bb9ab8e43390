"""The app configuration of the accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Tokens for the API."""

    name = "forecasts.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
