"""One process at a time holds a follower; another one takes over soon after its end."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.weather.journal.followers.conftest import Taking, of_process, row, run_until_idle
from tests.weather.journal.recording import record
from weather.journal.followers import lease
from weather.journal.followers.models import Follower
from weather.journal.followers.step import Outcome

pytestmark = pytest.mark.django_db


def test_a_held_lease_cannot_be_taken_by_another_process(taking: Taking) -> None:
    of_process(taking, "one")
    assert not lease.take("tried", "two")
    assert lease.take("tried", "one")


def test_a_released_lease_is_free(taking: Taking) -> None:
    of_process(taking, "one")
    lease.release("one")
    assert lease.take("tried", "two")


def test_an_expired_lease_is_free(taking: Taking) -> None:
    of_process(taking, "one")
    Follower.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert lease.take("tried", "two")


def test_only_the_holder_renews_its_lease_by_the_database_s_clock(taking: Taking) -> None:
    of_process(taking, "one")
    Follower.objects.update(leased_until=timezone.now() + dt.timedelta(seconds=0.5))

    lease.renew("two")
    assert _left() < 1
    lease.renew("one")
    assert 1 < _left() <= lease.LEASE_SECONDS + 0.5


def test_of_two_processes_only_the_holder_works(taking: Taking) -> None:
    one, two = of_process(taking, "one"), of_process(taking, "two")
    record(2)

    assert two.run() is Outcome.LOST_LEASE
    run_until_idle(one)

    assert taking.taken == [1, 2]


def _left() -> float:
    until = row().leased_until
    assert until is not None
    return (until - timezone.now()).total_seconds()
