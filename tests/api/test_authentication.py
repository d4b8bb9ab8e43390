"""Writing needs an account with the permission: by HTTP Basic, or a session with a CSRF token."""

import base64
from typing import Any

import pytest
from django.test import Client

from tests.accounts import PASSWORD, basic, make_reader, make_writer
from tests.api.problems import URL, problem
from tests.forecasts.rows import make_forecast
from tests.state import entries_since, state

pytestmark = pytest.mark.django_db(transaction=True)

WARM = {"date": "2025-10-25", "temperatureC": 25}


def post(client: Client, **headers: str) -> Any:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(URL, WARM, content_type="application/json", headers=headers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_without_an_account_a_write_is_challenged(anyone: Client, method: str) -> None:
    forecast = make_forecast()
    before = state()
    path = URL if method == "post" else f"{URL}/{forecast.pk}"

    answer = getattr(anyone, method)(path, WARM, content_type="application/json")

    problem(answer, 401)
    assert answer["WWW-Authenticate"] == 'Basic realm="weather"'
    assert state() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_without_the_permission_a_write_is_forbidden(anyone: Client, method: str) -> None:
    forecast = make_forecast()
    anyone.force_login(make_reader())
    before = state()
    path = URL if method == "post" else f"{URL}/{forecast.pk}"

    problem(getattr(anyone, method)(path, WARM, content_type="application/json"), 403)

    assert state() == before


def test_basic_is_enough_for_an_account_with_the_permission(anyone: Client) -> None:
    make_writer("ada")
    before = state()

    assert post(anyone, Authorization=basic("ada")).status_code == 201
    [entry] = entries_since(before)
    assert entry.actor == "ada"


@pytest.mark.parametrize(
    "header",
    [
        basic("ada", "wrong"),
        basic("nobody"),
        basic("", ""),
        basic("ada\x00"),
        basic("ada", f"{PASSWORD}\x00"),
        basic("ada" * 1000),
        "Basic",
        "Basic ",
        "Basic a b",
        "Basic ====",
        "Basic é",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Basic " + base64.b64encode(b"ada:" + b"x" * 5000).decode(),
        "Basic " + "A" * 10_000,
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wrong_credentials_of_any_form_are_challenged(
    anyone: Client, header: str, method: str
) -> None:
    make_writer("ada")
    before = state()

    answer = getattr(anyone, method)(
        URL, WARM, content_type="application/json", headers={"Authorization": header}
    )

    problem(answer, 401)
    assert state() == before


@pytest.mark.parametrize("header", ["Bearer x", "Digest x", "", " ", "\x00", "basicx"])
def test_other_schemes_do_not_authenticate(anyone: Client, header: str) -> None:
    problem(post(anyone, Authorization=header), 401)


def test_an_inactive_account_does_not_authenticate(anyone: Client) -> None:
    user = make_writer("ada")
    user.is_active = False
    user.save()

    problem(post(anyone, Authorization=basic("ada")), 401)


def test_a_session_needs_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_writer())
    before = state()

    problem(post(client), 403)
    assert state() == before
    client.get("/api-auth/login/")
    token = client.cookies["csrftoken"].value
    assert post(client, X_CSRFToken=token).status_code == 201


def test_basic_needs_no_csrf_token() -> None:
    make_writer("ada")

    answer = post(Client(enforce_csrf_checks=True), Authorization=basic("ada"))

    assert answer.status_code == 201


@pytest.mark.parametrize("cookie", ["\x00" * 32, "\x00", "x" * 4000, "é" * 32])
def test_an_invalid_session_cookie_does_not_authenticate(anyone: Client, cookie: str) -> None:
    anyone.cookies["sessionid"] = cookie
    before = state()

    assert post(anyone).status_code in {400, 401}
    assert state() == before


def test_a_password_checked_a_moment_ago_is_not_hashed_again(
    anyone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_writer("ada")
    assert post(anyone, Authorization=basic("ada")).status_code == 201

    def hashed_again(*_: Any) -> bool:
        raise AssertionError("hashed again")

    monkeypatch.setattr("django.contrib.auth.models.User.check_password", hashed_again)

    assert post(anyone, Authorization=basic("ada")).status_code == 201


@pytest.mark.parametrize("wrong", ["", "not-it", f"{PASSWORD} "])
def test_a_wrong_password_is_refused_also_after_the_right_one(anyone: Client, wrong: str) -> None:
    make_writer("ada")
    post(anyone, Authorization=basic("ada"))

    problem(post(anyone, Authorization=basic("ada", wrong)), 401)


def test_a_changed_password_counts_immediately(anyone: Client) -> None:
    ada = make_writer("ada")
    post(anyone, Authorization=basic("ada"))

    ada.set_password("another-secret")
    ada.save()

    problem(post(anyone, Authorization=basic("ada")), 401)
    assert post(anyone, Authorization=basic("ada", "another-secret")).status_code == 201


def test_a_deactivated_account_is_refused_immediately(anyone: Client) -> None:
    ada = make_writer("ada")
    post(anyone, Authorization=basic("ada"))

    ada.is_active = False
    ada.save()

    problem(post(anyone, Authorization=basic("ada")), 401)


def test_too_many_wrong_passwords_are_followed_by_a_pause(anyone: Client, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    make_writer("ada")
    make_writer("grace")
    answers = [post(anyone, Authorization=basic("ada", f"wrong{n}")) for n in range(5)]

    assert [answer.status_code for answer in answers] == [401, 401, 429, 429, 429]
    problem(answers[-1], 429)
    assert answers[-1]["Retry-After"] == "900"
    assert post(anyone, Authorization=basic("ada")).status_code == 429
    assert post(anyone, Authorization=basic("grace")).status_code == 201
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert post(elsewhere, Authorization=basic("ada")).status_code == 201


def test_an_unknown_account_is_answered_like_a_known_one(anyone: Client, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    make_writer("ada")
    known = [post(anyone, Authorization=basic("ada", "wrong")) for _ in range(4)]
    unknown = [post(anyone, Authorization=basic("nobody", "wrong")) for _ in range(4)]

    assert [a.status_code for a in known] == [a.status_code for a in unknown]
    without_id = [{**a.json(), "instance": ""} for a in known]
    assert without_id == [{**a.json(), "instance": ""} for a in unknown]
