"""The account's page: tokens are created, shown once and revoked."""

import re

import pytest
from axes.models import AccessLog
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from forecasts.accounts.models import ApiToken
from forecasts.accounts.tokens import MOST_TOKENS, make_token
from tests.accounts import make_reader
from web_project.log_ins import KEPT, browser_in

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
def test_a_token_with_invalid_values_is_refused(
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


def test_an_account_has_a_limit_of_tokens(client: Client, rob: User) -> None:
    for number in range(MOST_TOKENS):
        make_token(rob, name=str(number), scope="read", days=7)

    answer = client.post(reverse("create_token"), NEW)

    assert answer.status_code == 400
    assert ApiToken.objects.count() == MOST_TOKENS


def test_it_shows_sessions_and_links_to_the_password_form(client: Client, rob: User) -> None:
    Client().force_login(rob)
    other = Client()
    other.force_login(make_reader("eve"))

    page = text_of(client)

    assert page.count("A browser, until") == 2
    assert page.count("(this one)") == 1
    assert reverse("password_change") in page
    assert reverse("logout_everywhere") in page
    assert reverse("account") in client.get("/weatherforecast/").content.decode()


def test_it_needs_a_login(client: Client) -> None:
    assert client.get(reverse("account")).status_code == 302
    assert client.post(reverse("create_token"), NEW).status_code == 302
    assert not ApiToken.objects.exists()


def test_an_account_that_may_have_webhooks_gets_a_link_to_them(client: Client, rob: User) -> None:
    link = '<h2><a href="/webhooks/">Webhooks</a></h2>'
    assert link not in text_of(client)

    rob.groups.add(Group.objects.get(name="forecasters"))

    assert link in text_of(client)


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


def log_in(client: Client, agent: str, address: str) -> None:
    asked = {"username": "rob", "password": "rob-reads"}
    headers = {"User-Agent": agent}
    assert (
        client.post(reverse("login"), asked, headers=headers, REMOTE_ADDR=address).status_code
        == 302
    )


def test_the_page_shows_the_last_log_ins(client: Client) -> None:
    user = make_reader("rob")
    user.set_password("rob-reads")
    user.save()

    log_in(Client(), EDGE, "2001:db8:7:9::1")
    log_in(client, FIREFOX, "203.0.113.77")

    page = text_of(client)
    assert page.index("Firefox, Linux") < page.index("Edge, Windows")
    assert "203.0.113.0/24" in page
    assert "2001:db8:7::/48" in page
    assert "203.0.113.77" not in page


def test_few_log_ins_are_kept_and_only_their_account_sees_them(client: Client, rob: User) -> None:
    rob.set_password("rob-reads")
    rob.save()
    for _ in range(KEPT + 2):
        log_in(client, FIREFOX, "203.0.113.77")
    assert AccessLog.objects.filter(username="rob").count() == KEPT

    client.force_login(make_reader("eve"))
    assert "Firefox" not in text_of(client)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari, iOS",
        ),
    ],
)
def test_a_browser_is_named(agent: str, said: str) -> None:
    assert browser_in(agent) == said
