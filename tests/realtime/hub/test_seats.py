"""The limits of sockets per address, per account and in all."""

import pytest

from realtime.accounts.account import Account
from realtime.hub.seats import Peer, Seats, peer_of

pytestmark = pytest.mark.once

ADA, GRACE = Account(1, "hash", "s1"), Account(2, "hash", "s2")


def test_each_address_has_its_own_limit() -> None:
    seats = Seats(in_all=10, per_address=2, per_account=10)
    for _ in range(2):
        assert seats.why_not(Peer("192.0.2.1", None)) == ""
        seats.take(Peer("192.0.2.1", None))

    assert "address" in seats.why_not(Peer("192.0.2.1", ADA))
    assert seats.why_not(Peer("192.0.2.2", None)) == ""
    seats.free(Peer("192.0.2.1", None))
    assert seats.why_not(Peer("192.0.2.1", None)) == ""


def test_an_account_s_limit_counts_all_its_addresses_and_sessions() -> None:
    seats = Seats(in_all=10, per_address=10, per_account=1)
    seats.take(Peer("192.0.2.1", ADA))

    assert "account" in seats.why_not(Peer("192.0.2.2", ADA._replace(session="other")))
    assert seats.why_not(Peer("192.0.2.1", GRACE)) == ""
    assert seats.why_not(Peer("192.0.2.1", None)) == ""


def test_the_process_has_a_limit() -> None:
    seats = Seats(in_all=1)
    seats.take(Peer("192.0.2.1", None))

    assert "process" in seats.why_not(Peer("192.0.2.2", None))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_a_network_of_ipv6_is_one_client(one: str, other: str, same: bool) -> None:
    of_one, of_other = (peer_of({"client": (each, 1)}, None) for each in (one, other))

    assert (of_one == of_other) is same
