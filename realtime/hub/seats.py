"""Limits the connections: in total, of each address, and of each account."""

import math
from collections import Counter
from collections.abc import Hashable
from typing import Any, Final, NamedTuple

from realtime.accounts.account import Account
from realtime.metrics import REFUSED
from weather.http.addresses import counted_address


class Peer(NamedTuple):
    """The client of a connection; `account` is None for an anonymous reader."""

    address: str
    account: Account | None


#: An unknown client.
ANYONE: Final = Peer("", None)


def peer_of(scope: dict[str, Any], account: Account | None) -> Peer:
    """Return the client of an ASGI scope."""
    client = scope.get("client")
    return Peer(counted_address(client[0]) if client else "", account)


class Seats:
    """Counts connections against the limits; without limits none is refused."""

    def __init__(
        self,
        *,
        in_all: float = math.inf,
        per_address: float = math.inf,
        per_account: float = math.inf,
    ) -> None:
        self._in_all = in_all
        self._per_address = per_address
        self._per_account = per_account
        self._taken: Counter[Hashable] = Counter()

    def why_not(self, peer: Peer) -> str:
        """Return why one more connection is refused; "" if it is accepted."""
        if self._taken[None] >= self._in_all:
            return self._refused("process", "this process has as many sockets as it takes")
        if peer.address and self._taken[peer.address] >= self._per_address:
            said = "there are as many sockets from this address as are taken"
            return self._refused("address", said)
        if peer.account and self._taken[peer.account.user_id] >= self._per_account:
            said = "there are as many sockets of this account as are taken"
            return self._refused("account", said)
        return ""

    def _refused(self, reason: str, said: str) -> str:
        REFUSED.labels(reason).inc()
        return said

    def take(self, peer: Peer) -> None:
        """Count a connection."""
        for kind in _kinds(peer):
            self._taken[kind] += 1

    def free(self, peer: Peer) -> None:
        """Remove a connection from the counts."""
        for kind in _kinds(peer):
            self._taken[kind] -= 1
            if not self._taken[kind]:
                del self._taken[kind]


def _kinds(peer: Peer) -> list[Hashable]:
    return [None, peer.address, *([peer.account.user_id] if peer.account else [])]
