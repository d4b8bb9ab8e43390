"""Closes the connections of accounts that may not read any more."""

import structlog
from django.db import DatabaseError

from realtime.accounts.accounts import Accounts

from .readers import Readers

logger = structlog.get_logger(__name__)


async def sign_out_the_revoked(readers: Readers, accounts: Accounts) -> bool:
    """Close connections of accounts refused now; return whether the check succeeded."""
    known = {each.peer.account for each in readers.connections if each.peer.account}
    try:
        revoked = await accounts.revoked(known)
    except DatabaseError as error:
        logger.warning("accounts not read, looking again", reason=str(error))
        return False
    for connection in list(readers.connections) if revoked else ():
        if connection.peer.account in revoked:
            readers.sign_out(connection)
    return True
