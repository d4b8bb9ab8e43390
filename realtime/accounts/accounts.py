"""Looks accounts up without holding up the event loop."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.conf import settings

from realtime.database_thread import DatabaseThread

from .account import Account, revoked
from .identify import (
    NotLetIn,
    account_of,
    brings_credentials,
    brings_session,
    brings_token,
)


class Accounts:
    """Two threads: a password takes a third of a second by design, the rest a millisecond."""

    def __init__(self) -> None:
        self._sessions = DatabaseThread("sessions")
        self._passwords = DatabaseThread("passwords")

    async def of(self, scope: dict[str, Any]) -> Account | None:
        """Return the request's account, None if anonymous. Raises NotLetIn, DatabaseError."""
        if brings_credentials(scope):
            thread = self._sessions if brings_token(scope) else self._passwords
            return await thread.run(partial(account_of, scope))
        if brings_session(scope):
            return await self._sessions.run(partial(account_of, scope))
        if not settings.PUBLIC_READ:
            raise NotLetIn("log in, or send a token or Basic credentials")
        return None

    async def revoked(self, accounts: Collection[Account]) -> set[Account]:
        """Return the accounts that would be refused now. Raises DatabaseError."""
        return await self._sessions.run(partial(revoked, accounts)) if accounts else set()

    def close(self) -> None:
        """Let the threads end."""
        self._sessions.close()
        self._passwords.close()
