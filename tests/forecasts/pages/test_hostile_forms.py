"""Any input in a form or a URL: no server error, and an invalid one changes nothing."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts import make_writer
from tests.forecasts.rows import make_forecast
from tests.state import happened_since, state

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"
ADMIN = "/admin/forecasts/forecast/"
TYPED = {"date": "2025-10-25", "temperature_c": "25", "summary": "Warm", "location": "Oslo"}

REFUSED = {
    "date": ["", "soon", "0000-01-01", "2025-02-29", "10000-01-01", "2025-10-25\x00", "9" * 5000],
    "temperature_c": [
        *("", "warm", "NaN", "-NaN", "sNaN", "Infinity", "1e999", "-1e999", "100.1", "-100.1"),
        *("1.25", "1" * 5000, "\x00", "0x10", "1e-7"),
    ],
    "summary": ["x" * 201, "a\x00b"],
    "location": ["x" * 101, "a\x00b"],
    "version": ["", "0", "-1", "1.5", "x", "NaN", "99999999999999999999", "9" * 5000, "\x00"],
}
CASES = [(field, value) for field, values in REFUSED.items() for value in values]


@pytest.fixture
def web(client: Client) -> Client:
    client.force_login(make_writer())
    return client


@pytest.mark.parametrize(("field", "value"), CASES, ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("place", ["create", "edit", "admin add", "admin change"])
def test_an_invalid_value_is_shown_at_its_field_and_changes_nothing(
    web: Client, place: str, field: str, value: str
) -> None:
    if field == "version" and place != "edit":
        return
    number = make_forecast().pk
    address = {
        "create": f"{LIST}create",
        "edit": f"{LIST}{number}/edit",
        "admin add": f"{ADMIN}add/",
        "admin change": f"{ADMIN}{number}/change/",
    }[place]
    before = state()

    answer = web.post(address, {**TYPED, "version": "1", "made_against": "1", field: value})

    context = answer.context
    form = context["adminform"].form if place.startswith("admin") else context["form"]
    assert field in form.errors
    assert answer.status_code < 500
    assert state() == before


@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=-1", "page=1e999", "page=NaN", "page=%00", "page=" + "9" * 5000),
        *("page=%FF", "page=%ED%A0%80", "fragment=%00", "q=%00", "location=%00", "&&&=;"),
    ],
)
def test_any_query_of_the_list_is_answered(client: Client, query: str) -> None:
    assert client.get(f"{LIST}?{query}").status_code in {200, 302, 400, 404}


@pytest.mark.parametrize("number", ["0", "99999", "9" * 18, "9" * 19, "9" * 40, "9" * 5000, "-1"])
@pytest.mark.parametrize("place", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forecast_that_does_not_exist_is_not_found(
    web: Client, number: str, place: str, method: str
) -> None:
    before = state()

    answer = getattr(web, method)(f"{LIST}{number}/{place}", {**TYPED, "version": "1"})

    assert answer.status_code == 404
    assert state() == before


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 40, "x", quote("\x00"), quote("\ufffd")])
@pytest.mark.parametrize("place", ["change", "delete", "history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_answers_an_unknown_forecast(
    web: Client, number: str, place: str, method: str
) -> None:
    before = state()

    answer = getattr(web, method)(f"{ADMIN}{number}/{place}/", {**TYPED, "post": "yes"})

    assert answer.status_code in {302, 404}
    assert state() == before


@pytest.mark.parametrize(
    "query",
    [
        *("q=%00", "q=" + "x" * 3000, "id__gt=x", "id=%00", "o=9.9.x", "p=x", "p=-1", "all=%00"),
        *("date__year=x", "date__month=99&date__year=2025", "date__year=0", "date__day=%00"),
        *("location=%00", "e=1", "nonsense__lookup=1", "pk__in=1,x", "id=" + "9" * 40),
    ],
)
def test_any_query_of_the_admin_s_list_is_answered(web: Client, query: str) -> None:
    make_forecast()

    assert web.get(f"{ADMIN}?{query}").status_code in {200, 302, 400}


@pytest.mark.parametrize(
    "data",
    [
        {"action": "delete_selected", "_selected_action": ["x"], "post": "yes"},
        {"action": "delete_selected", "_selected_action": ["\x00"], "post": "yes"},
        {"action": "delete_selected", "_selected_action": ["9" * 40], "post": "yes"},
        {"action": "\x00", "_selected_action": ["1"]},
        {"action": "delete_selected"},
        {"action": "change_selected", "_selected_action": ["1"], "apply": "1", "later_by": "NaN"},
    ],
    ids=lambda data: ascii(data)[:50],
)
def test_an_invalid_action_of_the_admin_changes_nothing(web: Client, data: dict[str, Any]) -> None:
    make_forecast()
    before = state()

    assert web.post(ADMIN, data).status_code in {200, 302, 400}
    assert state() == before


@pytest.mark.parametrize("name", ["", "\x00", "a\x00b", "x" * 5000, "\ufffd", "' OR 1=1 --"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
def test_an_invalid_name_does_not_log_in(client: Client, path: str, name: str) -> None:
    answer = client.post(path, {"username": name, "password": name})

    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("cookie", ["\x00" * 32, "\x00", "x" * 4000, "é" * 32, "'; DROP--" * 4])
def test_an_invalid_session_cookie_is_not_a_session(client: Client, cookie: str) -> None:
    client.cookies["sessionid"] = cookie

    # PostgreSQL cannot look up NUL, and answers with an error.
    assert client.get(LIST).status_code in {200, 400}
    assert client.get(f"{LIST}create").status_code in {302, 400}


@pytest.mark.parametrize("following", ["//evil.example", "javascript:alert(1)", "\x00", "x" * 9000])
def test_a_login_redirects_only_within_the_site(client: Client, following: str) -> None:
    make_writer("ada")
    data = {"username": "ada", "password": "kept-only-by-tests", "next": following}

    answer = client.post("/accounts/login/", data)

    assert answer.status_code == 302
    assert answer["Location"] == LIST


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    typed=st.fixed_dictionaries(
        {},
        optional={
            name: st.text(st.characters(codec="utf-8"), max_size=40)
            | st.sampled_from(["2025-10-25", "25", "-0", "1e1", " 25 ", "٢٥"])
            for name in ("date", "temperature_c", "summary", "location", "submission", "a")
        },
    )
)
def test_whatever_is_typed_is_refused_or_becomes_one_forecast(
    web: Client, typed: dict[str, str]
) -> None:
    before = state()

    answer = web.post(f"{LIST}create", typed)

    if answer.status_code == 302:
        assert len(happened_since(before)) <= 1
    else:
        assert answer.status_code in {200, 400}
        assert state() == before


def test_too_many_fields_are_refused(web: Client) -> None:
    before = state()

    answer = web.post(f"{LIST}create", {f"field{number}": "x" for number in range(1001)})

    assert answer.status_code == 400
    assert state() == before
