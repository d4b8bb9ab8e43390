"""When what an account opened has to be closed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from realtime.accounts.account import Account, revoked
from realtime.accounts.identify import account_of
from tests.accounts import make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    user = make_reader()
    user.groups.add(Group.objects.get(name="watchers"))
    return user


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client) -> Account:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"cookie", cookies.encode())]
    account = account_of({"path": "/", "query_string": b"", "headers": headers})
    assert account is not None
    return account


def changed_password(user: User) -> None:
    user.set_password("another-of-rob-1")
    user.save()


def deactivated(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def expired(_user: User) -> None:
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))


def session_deleted(_user: User) -> None:
    Session.objects.all().delete()


def deleted(user: User) -> None:
    User.objects.filter(pk=user.pk).delete()


WAYS = [changed_password, deactivated, expired, session_deleted, deleted]


@pytest.mark.parametrize("way", WAYS)
def test_what_ends_a_session(user: User, client: Client, way: Callable[[User], None]) -> None:
    account = opened(client)
    assert revoked([account]) == set()

    way(user)

    assert revoked([account]) == {account}


def test_logging_out(client: Client) -> None:
    account = opened(client)

    client.post("/accounts/logout/")

    assert revoked([account]) == {account}


def test_another_session_of_the_same_account_stays(user: User, client: Client) -> None:
    other = Client()
    other.force_login(user)
    first, second = opened(client), opened(other)

    client.post("/accounts/logout/")

    assert revoked([first, second]) == {first}


def test_a_lost_permission_matters_where_reading_needs_one(
    user: User, client: Client, settings: LazySettings
) -> None:
    account = opened(client)
    user.groups.clear()
    assert revoked([account]) == set()

    settings.PUBLIC_READ = False

    assert revoked([account]) == {account}


def test_more_accounts_than_a_statement_takes(client: Client) -> None:
    account = opened(client)
    others = {account._replace(user_id=number + 10_000) for number in range(1200)}

    assert revoked([account, *others]) == others
