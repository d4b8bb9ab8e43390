"""Which connections have to be closed: revoked() after logouts, password changes and the like."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from forecasts.accounts.tokens import make_token, revoke
from realtime.accounts.account import Account, revoked
from realtime.accounts.identify import NotLetIn, account_of
from tests.accounts import basic, make_reader

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


def opened_by(authorization: str) -> Account:
    headers = [(b"authorization", authorization.encode())]
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
def test_each_way_to_end_a_session_revokes_its_connections(
    user: User, client: Client, way: Callable[[User], None]
) -> None:
    account = opened(client)
    assert revoked([account]) == set()

    way(user)

    assert revoked([account]) == {account}


def test_logging_out_revokes_the_session_s_connections(client: Client) -> None:
    account = opened(client)

    client.post("/accounts/logout/")

    assert revoked([account]) == {account}


def test_another_session_of_the_same_account_stays(user: User, client: Client) -> None:
    other = Client()
    other.force_login(user)
    first, second = opened(client), opened(other)

    client.post("/accounts/logout/")

    assert revoked([first, second]) == {first}


def test_a_lost_permission_revokes_only_where_reading_needs_one(
    user: User, client: Client, settings: LazySettings
) -> None:
    account = opened(client)
    user.groups.clear()
    assert revoked([account]) == set()

    settings.PUBLIC_READ = False

    assert revoked([account]) == {account}


def test_more_accounts_than_one_sql_statement_can_name(client: Client) -> None:
    account = opened(client)
    others = {account._replace(user_id=number + 10_000) for number in range(1200)}

    assert revoked([account, *others]) == others


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_is_valid_until_it_is_revoked_or_expires(user: User, scope: str) -> None:
    first, second = (make_token(user, name="feed", scope=scope, days=7) for _ in range(2))
    accounts = [opened_by(f"Bearer {made.text}") for made in (first, second)]
    assert revoked(accounts) == set()

    revoke(user, first.token.digest)
    assert revoked(accounts) == {accounts[0]}

    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        assert revoked(accounts) == set(accounts)
        with pytest.raises(NotLetIn, match="token is not valid"):
            opened_by(f"Bearer {second.text}")


def test_a_new_password_revokes_the_password_s_connections_and_not_a_token_s(user: User) -> None:
    by_token = opened_by(f"Bearer {make_token(user, name='feed', scope='read', days=7).text}")
    by_password = opened_by(basic(user.get_username()))

    changed_password(user)
    assert revoked([by_token, by_password]) == {by_password}

    deactivated(user)
    assert revoked([by_token]) == {by_token}


@pytest.mark.parametrize("text", ["", "x", "wdesk_" + "0" * 64, "wdesk_é" + "0" * 30, "x" * 900])
def test_an_invalid_token_is_refused(user: User, text: str) -> None:
    with pytest.raises(NotLetIn, match="token is not valid"):
        opened_by(f"Bearer {text}")


def test_without_basic_auth_a_password_is_refused(user: User, settings: LazySettings) -> None:
    settings.BASIC_AUTH = False

    with pytest.raises(NotLetIn, match="BASIC_AUTH"):
        opened_by(basic(user.get_username()))
    assert opened_by(f"Bearer {make_token(user, name='feed', scope='read', days=7).text}")
