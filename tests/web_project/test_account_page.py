"""The account's page: tokens are made, shown once, and revoked."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from forecasts.accounts.models import ApiToken
from forecasts.accounts.tokens import MOST_TOKENS, make_token
from tests.accounts import make_reader

pytestmark = pytest.mark.django_db

NEW = {"name": "nightly import", "scope": "write", "days": "30"}


@pytest.fixture
def rob(client: Client) -> User:
    user = make_reader("rob")
    client.force_login(user)
    return user


def text_of(client: Client) -> str:
    return client.get(reverse("account")).content.decode()


def test_a_token_is_made_and_shown_once(client: Client, rob: User) -> None:
    answer = client.post(reverse("create_token"), NEW)

    page = answer.content.decode()
    [shown] = re.findall(r"<code>(wdesk_[0-9a-f]+)</code>", page)
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.scope) == (rob, "nightly import", "write")
    assert "no-store" in answer["Cache-Control"]
    assert "Content-Encoding" not in client.get(
        reverse("account"), headers={"Accept-Encoding": "gzip"}
    )
    assert shown not in text_of(client)
    assert "nightly import" in text_of(client)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 101}, {"scope": "all"}, {"days": "9999"}, {"days": "x"}]
)
def test_a_token_that_cannot_be_is_refused(
    client: Client, rob: User, wrong: dict[str, str]
) -> None:
    answer = client.post(reverse("create_token"), {**NEW, **wrong})

    assert answer.status_code == 400
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_only(client: Client, rob: User) -> None:
    own = make_token(rob, name="own", scope="read", days=7).token
    other = make_token(make_reader("eve"), name="other", scope="read", days=7).token

    for token in (own, other):
        client.post(reverse("revoke_token"), {"token": token.digest})

    assert list(ApiToken.objects.all()) == [other]
    assert "other" not in text_of(client)


def test_there_is_a_limit(client: Client, rob: User) -> None:
    for number in range(MOST_TOKENS):
        make_token(rob, name=str(number), scope="read", days=7)

    answer = client.post(reverse("create_token"), NEW)

    assert answer.status_code == 400
    assert ApiToken.objects.count() == MOST_TOKENS


def test_it_shows_sessions_and_leads_to_the_password(client: Client, rob: User) -> None:
    Client().force_login(rob)
    other = Client()
    other.force_login(make_reader("eve"))

    page = text_of(client)

    assert page.count("A browser, until") == 2
    assert page.count("(this one)") == 1
    assert reverse("password_change") in page
    assert reverse("logout_everywhere") in page
    assert reverse("account") in client.get("/weatherforecast/").content.decode()


def test_it_is_for_those_who_are_logged_in(client: Client) -> None:
    assert client.get(reverse("account")).status_code == 302
    assert client.post(reverse("create_token"), NEW).status_code == 302
    assert not ApiToken.objects.exists()


def test_who_may_have_webhooks_is_led_to_them(client: Client, rob: User) -> None:
    link = '<h2><a href="/webhooks/">Webhooks</a></h2>'
    assert link not in text_of(client)

    rob.groups.add(Group.objects.get(name="forecasters"))

    assert link in text_of(client)
