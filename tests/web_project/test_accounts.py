"""The account pages, and no further paths under /accounts/."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from tests.accounts import make_writer
from tests.weather.configuration.test_process_settings import manage
from weather.configuration.addresses import Environment
from web_project.accounts import urlpatterns

WITHOUT_MAIL = {
    "account",
    "create_token",
    "revoke_token",
    *("login", "logout", "logout_everywhere", "password_change", "password_change_done"),
}
WITH_MAIL = WITHOUT_MAIL | {
    *("password_reset", "password_reset_done"),
    *("password_reset_confirm", "password_reset_complete"),
}
NAMES = "from web_project.accounts import urlpatterns as all; print(*[each.name for each in all])"


def test_without_a_mail_server_nothing_sends_mail() -> None:
    assert {pattern.name for pattern in urlpatterns} == WITHOUT_MAIL


def test_with_one_a_forgotten_password_can_be_set() -> None:
    shell = ("shell", "--no-imports", "-c", NAMES)
    told = manage(*shell, settings="web_project.settings", EMAIL_URL="smtp://127.0.0.1:25")

    assert set(told.stdout.split()) == WITH_MAIL


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["password_reset/", "reset/done/", "reset/x/y/", "register/"])
def test_other_paths_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.django_db
def test_a_changed_password_ends_the_other_sessions(client: Client) -> None:
    account = make_writer()
    other = Client()
    for each in (client, other):
        each.force_login(account)
    account.set_password("ada-had-this-1")
    account.save()
    for each in (client, other):
        each.force_login(account)
    words = {"old_password": "ada-had-this-1"}
    words |= {"new_password1": "ada-has-this-2", "new_password2": "ada-has-this-2"}

    answer = client.post("/accounts/password_change/", words)

    assert answer["Location"] == "/accounts/password_change/done/"
    assert client.get("/weatherforecast/create").status_code == 200
    assert other.get("/weatherforecast/create").status_code == 302


@pytest.mark.django_db
def test_logging_out_everywhere_ends_all_sessions_of_the_account_and_no_other() -> None:
    ada, grace = make_writer("ada"), make_writer("grace")
    here, elsewhere, hers = Client(), Client(), Client()
    for client, account in ((here, ada), (elsewhere, ada), (hers, grace)):
        client.force_login(account)
    assert here.get("/accounts/logout/everywhere/").status_code == 405

    answer = here.post("/accounts/logout/everywhere/", follow=True)

    assert "You are logged out in all browsers." in answer.content.decode()
    statuses = [each.get("/weatherforecast/create").status_code for each in (here, elsewhere, hers)]
    assert statuses == [302, 302, 200]


@pytest.mark.parametrize(
    "given",
    [
        *("http://mail:25", "mail", "smtp://", "smtp://u@mail", "smtp://u:p#w@mail:587"),
        *("smtp://mail:99999999", "smtp+tls://u:p@ma il", "consolemail://"),
    ],
)
def test_an_invalid_mail_server_is_refused(given: str) -> None:
    env = Environment()
    env.ENVIRON = {"EMAIL_URL": given}

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        env.mail_server("EMAIL_URL")
    assert "p#w" not in str(refused.value)


def test_a_mail_server_is_read() -> None:
    env = Environment()
    env.ENVIRON = {"EMAIL_URL": "smtp+tls://desk%40x:p%23w@mail.example:587"}

    read = env.mail_server("EMAIL_URL")

    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("mail.example", 587)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("desk@x", "p#w")
    assert read["EMAIL_USE_TLS"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/accounts/login/", "/admin/login/"])
def test_too_many_wrong_passwords_are_followed_by_a_pause(
    client: Client, settings: Any, url: str
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    User.objects.create_user("ada", password="ada-writes", is_staff=True)

    answers = [client.post(url, {"username": "ada", "password": f"wrong{n}"}) for n in range(4)]
    right = client.post(url, {"username": "ada", "password": "ada-writes"})

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert right.status_code == 429
    assert right["Retry-After"] == "900"
    assert "15 minutes" in right.content.decode()
    call_command("axes_reset_username", "ada")
    assert client.post(url, {"username": "ada", "password": "ada-writes"}).status_code == 302


@pytest.mark.django_db
def test_a_wrong_password_is_a_log_line_that_names_account_and_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/accounts/login/", {"username": "ada", "password": "sekret"})

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert any("ada" in line and "127.0.0.1" in line for line in lines)
    assert not any("sekret" in line for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/accounts/login/", "/admin/login/"])
@pytest.mark.parametrize("name", ["x" * 5000, "a\x00b", "\ud800", "é" * 150, "' OR 1=1 --", ""])
def test_an_impossible_name_is_answered_like_a_wrong_one(
    client: Client, url: str, name: str
) -> None:
    body = f"username={quote(name, errors='surrogatepass')}&password=wrong"
    form = "application/x-www-form-urlencoded"

    answer = client.post(url, body, content_type=form, headers={"User-Agent": "x" * 5000})

    assert answer.status_code == 200
