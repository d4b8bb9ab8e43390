"""`manage.py createtoken`: a token for the API."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from forecasts.accounts.models import ApiToken
from forecasts.accounts.tokens import LIFETIMES, TooManyTokens, make_token


class Command(BaseCommand):
    """Prints the token, which is stored nowhere."""

    help = "Create an API token and print it once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the account, the name and the scope."""
        parser.add_argument("account", help="the account's name")
        parser.add_argument("--name", required=True, help="its purpose, e.g. nightly-import")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default="read")
        parser.add_argument("--days", type=int, choices=LIFETIMES, default=90)

    def handle(self, *args: Any, account: str, **options: Any) -> None:
        """Create the token and print it."""
        user = get_user_model().objects.filter(username=account, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {account!r}.")
        if not 1 <= len(options["name"]) <= 100:
            raise CommandError("--name: 1 to 100 characters.")
        try:
            made = make_token(
                user, name=options["name"], scope=options["scope"], days=options["days"]
            )
        except TooManyTokens:
            raise CommandError("The account has too many tokens: revoke some first.") from None
        self.stdout.write(made.text)
