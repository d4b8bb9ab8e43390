"""The rows of an empty desk: an account, and the webhooks of a run with followers."""

from collections.abc import Sequence

from chaos.desk.settings import ACCOUNT

_ADD_ACCOUNT = f"""
from django.contrib.auth.models import User
account = User.objects.create_superuser({ACCOUNT[0]!r}, password={ACCOUNT[1]!r})
"""
_ADD_FOLLOWING = """
from chaos.sites import ledger
from forecasts.webhooks.services import subscribe
ledger.create()
for url in {webhooks}:
    subscribe(owner=account, url=url)
"""


def first_rows(*, webhooks: Sequence[str]) -> str:
    """Return the code that makes them, for `manage.py shell`."""
    return _ADD_ACCOUNT + (_ADD_FOLLOWING.format(webhooks=list(webhooks)) if webhooks else "")
