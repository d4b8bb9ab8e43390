"""Writing: accepted bodies, answers, and conflicts of versions."""

import json
from typing import Any

import pytest
from django.test import Client

from forecasts.models import Forecast
from tests.api.problems import URL, body, problem, refused_fields
from tests.forecasts.rows import make_forecast
from tests.state import state

pytestmark = pytest.mark.django_db(transaction=True)

# The document of the seed project.
WARM = {"date": "2025-10-25", "temperatureC": 25, "summary": "Warm"}


def send(client: Client, method: str, path: str, data: Any, **headers: str) -> Any:
    return client.generic(
        method.upper(),
        f"{URL}{path}",
        json.dumps(data),
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_forecast_is_made(api: Client, slash: str) -> None:
    answer = send(api, "post", slash, WARM)

    assert answer.status_code == 201
    row = Forecast.objects.get()
    assert answer["Location"] == f"{URL}/{row.pk}"
    assert answer["ETag"] == '"1"'
    assert body(answer) == {
        **WARM,
        "id": row.pk,
        "temperatureF": 77,
        "location": "",
        "version": 1,
    }
    assert state().forecasts == [body(answer)]


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_forecast_is_replaced(api: Client, slash: str) -> None:
    forecast = make_forecast()

    answer = send(
        api, "put", f"/{forecast.pk}{slash}", {"date": "2026-01-01", "temperatureC": -5.5}
    )

    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    assert body(answer) == {
        "id": forecast.pk,
        "date": "2026-01-01",
        "temperatureC": -5.5,
        "temperatureF": 22,
        "summary": "",
        "location": "",
        "version": 2,
    }


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"temperatureC": -1.5}, {"temperatureC": -1.5, "temperatureF": 29}),
        ({"date": "2024-02-29"}, {"date": "2024-02-29"}),
        ({"summary": "Grün 🌧"}, {"summary": "Grün 🌧"}),
        ({"location": "🏳️‍🌈 \u202e"}, {"location": "🏳️‍🌈 \u202e"}),
        ({"summary": None}, {"summary": ""}),
        ({"temperatureC": "27.0"}, {"temperatureC": 27, "temperatureF": 81}),
    ],
)
def test_one_field_is_changed(
    api: Client, slash: str, change: dict[str, Any], shown: dict[str, Any]
) -> None:
    forecast = make_forecast()
    [before] = state().forecasts

    answer = send(api, "patch", f"/{forecast.pk}{slash}", change)

    assert answer.status_code == 200
    assert body(answer) == {**before, **shown, "version": 2}
    assert state().forecasts == [body(answer)]


@pytest.mark.parametrize("change", [{}, {"temperatureC": 25.0}, {"id": 99, "temperatureF": 1}])
def test_a_change_to_the_current_values_writes_nothing(api: Client, change: dict[str, Any]) -> None:
    forecast = make_forecast()
    before = state()

    answer = send(api, "patch", f"/{forecast.pk}", change)

    assert answer.status_code == 200
    assert state() == before


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_forecast_is_deleted(api: Client, slash: str) -> None:
    forecast = make_forecast()

    answer = api.delete(f"{URL}/{forecast.pk}{slash}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert not Forecast.objects.exists()
    problem(api.delete(f"{URL}/{forecast.pk}"), 404)


def test_a_client_cannot_set_computed_and_assigned_fields(api: Client) -> None:
    answer = send(api, "post", "", {**WARM, "id": 4711, "temperatureF": 1, "version": 9})

    made = body(answer)
    assert made["id"] != 4711
    assert (made["temperatureF"], made["version"]) == (77, 1)


@pytest.mark.parametrize(
    ("missing", "data"), [("date", {"temperatureC": 1}), ("temperatureC", {"date": "2025-10-25"})]
)
def test_a_missing_required_field_is_named(api: Client, missing: str, data: Any) -> None:
    assert refused_fields(send(api, "post", "", data)) == [missing]


def test_all_errors_are_named_in_one_answer(api: Client) -> None:
    data = {"date": "soon", "temperatureC": 101, "summary": "x" * 201, "location": "x" * 101}

    fields = refused_fields(send(api, "post", "", data))

    assert fields == ["date", "location", "summary", "temperatureC"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_with_another_etag_is_refused_with_412(api: Client, method: str) -> None:
    forecast = make_forecast()
    before = state()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "summary": "Hot"}, If_Match='"7"')

    assert problem(answer, 412)["current"] == before.forecasts[0]
    assert state() == before


@pytest.mark.parametrize("tag", ['"1"', "*"])
@pytest.mark.parametrize(("method", "status"), [("put", 200), ("patch", 200), ("delete", 204)])
def test_a_change_with_the_current_etag_is_accepted(
    api: Client, method: str, status: int, tag: str
) -> None:
    forecast = make_forecast()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "summary": "Hot"}, If_Match=tag)

    assert answer.status_code == status


@pytest.mark.parametrize("tag", ["1", "", '"1" "2"', 'w/"1"', '"1', "\x00", "é", '*, "1"'])
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_header_that_names_no_etags_is_refused(api: Client, method: str, tag: str) -> None:
    forecast = make_forecast()
    before = state()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "summary": "Hot"}, If_Match=tag)

    assert refused_fields(answer) == ["If-Match"]
    assert state() == before


@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_body_with_another_version_is_refused_with_409_and_the_current_forecast(
    api: Client, method: str
) -> None:
    forecast = make_forecast()
    send(api, "patch", f"/{forecast.pk}", {"summary": "Hot"})
    before = state()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "version": 1})

    document = problem(answer, 409)
    assert document["current"] == before.forecasts[0]
    assert document["current"]["version"] == 2
    assert state() == before


@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_body_with_the_current_version_is_accepted(api: Client, method: str) -> None:
    forecast = make_forecast()

    answer = send(api, method, f"/{forecast.pk}", {**WARM, "summary": "Hot", "version": 1})

    assert answer.status_code == 200
    assert body(answer)["version"] == 2


@pytest.mark.parametrize(("method", "path"), [("put", ""), ("delete", ""), ("post", "/1")])
def test_a_method_that_a_path_does_not_support_is_refused(
    api: Client, method: str, path: str
) -> None:
    problem(send(api, method, path, WARM), 405)


def test_a_form_is_accepted_too(api: Client) -> None:
    answer = api.post(URL, {"date": "2025-10-25", "temperatureC": "25", "summary": "Warm"})

    assert answer.status_code == 201


def test_the_answer_carries_the_correlation_id_and_so_does_the_event(api: Client) -> None:
    from weather.journal.models import JournalEntry

    answer = send(api, "post", "", WARM, X_Correlation_ID="order-17")

    assert answer["X-Correlation-ID"] == "order-17"
    entry = JournalEntry.objects.get()
    assert (entry.correlation_id, entry.actor, entry.source) == ("order-17", "ada", "/weather/api")
