"""Tokens: `Authorization: Bearer …` with a scope, a lifetime and a last use."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from forecasts.accounts.models import ApiToken
from forecasts.accounts.tokens import make_token, revoke
from tests.accounts import make_reader, make_writer
from tests.api.problems import URL, body, problem
from tests.api.test_writing import WARM, send
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada() -> User:
    return make_writer("ada")


def bearer(user: User, *, scope: str = "write", days: int = 7) -> dict[str, str]:
    text = make_token(user, name="of a program", scope=scope, days=days).text
    return {"Authorization": f"Bearer {text}"}


def test_a_token_writes_as_its_account(anyone: Client, ada: User) -> None:
    answer = send(anyone, "post", "", WARM, **bearer(ada))

    assert answer.status_code == 201
    assert JournalEntry.objects.get().actor == "ada"


def test_a_token_with_the_scope_read_cannot_write(anyone: Client, ada: User, settings: Any) -> None:
    settings.PUBLIC_READ = False
    headers = bearer(ada, scope="read")

    assert anyone.get(URL, headers=headers).status_code == 200
    assert anyone.get(f"{URL}/events", headers=headers).status_code == 200
    problem(send(anyone, "post", "", WARM, **headers), 403)
    problem(send(anyone, "post", "/bulk", {"operations": [{}]}, **headers), 403)


def test_a_token_has_only_its_account_s_permissions(anyone: Client) -> None:
    problem(send(anyone, "post", "", WARM, **bearer(make_reader())), 403)


@pytest.mark.parametrize(
    "text",
    ["", "x", "Bearer", "Bearer x", "Bearer wdesk_" + "0" * 64, "Bearer a b", "Bearer \x00é",
     "bearer " + "x" * 5000, "Token wdesk_" + "0" * 64],
)  # fmt: skip
def test_an_invalid_token_is_refused(anyone: Client, text: str) -> None:
    answer = send(anyone, "post", "", WARM, Authorization=text)

    problem(answer, 401)
    assert answer["WWW-Authenticate"]


def test_a_token_ends_when_it_expires_or_is_revoked(anyone: Client, ada: User) -> None:
    with time_machine.travel("2026-01-01T12:00Z", tick=False) as clock:
        headers = bearer(ada, days=7)
        other = bearer(ada, days=30)
        assert send(anyone, "post", "", WARM, **headers).status_code == 201
        clock.shift(7 * 86_400 + 1)
        problem(send(anyone, "post", "", WARM, **headers), 401)
        assert send(anyone, "post", "", WARM, **other).status_code == 201
        assert revoke(ada, ApiToken.objects.get().digest)
        problem(send(anyone, "post", "", WARM, **other), 401)


def test_the_token_of_an_account_that_is_not_active_is_refused(anyone: Client, ada: User) -> None:
    headers = bearer(ada)
    User.objects.update(is_active=False)

    problem(send(anyone, "post", "", WARM, **headers), 401)


def test_only_a_hash_is_stored_and_the_day_of_the_last_use(anyone: Client, ada: User) -> None:
    headers = bearer(ada)
    text = headers["Authorization"].removeprefix("Bearer ")
    with time_machine.travel("2030-01-02T03:04Z"):
        ApiToken.objects.update(expiry="2031-01-01T00:00Z")
        anyone.get(URL, headers=headers)

    [row] = ApiToken.objects.values()
    assert text.startswith("wdesk_")
    assert text not in str(row)
    assert row["last_used"].isoformat() == "2030-01-02"


def test_the_command_prints_a_token(anyone: Client, ada: User, capsys: Any) -> None:
    call_command("createtoken", "ada", "--name", "nightly", "--scope", "write", "--days", "30")

    text = capsys.readouterr().out.strip()
    assert send(anyone, "post", "", WARM, Authorization=f"Bearer {text}").status_code == 201
    assert ApiToken.objects.get().name == "nightly"


@pytest.mark.parametrize(
    "arguments", [("nobody", "--name", "x"), ("ada", "--name", ""), ("ada", "--name", "x" * 101)]
)
def test_the_command_names_what_is_wrong(ada: User, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("createtoken", *arguments)
    assert not ApiToken.objects.exists()


def test_the_openapi_document_describes_the_token(anyone: Client) -> None:
    document = body(anyone.get("/schema/?format=json"))

    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert {"token": []} in document["paths"][URL]["post"]["security"]
