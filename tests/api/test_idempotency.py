"""Idempotency-Key: a POST that is repeated makes one forecast."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.api.problems import URL, body, problem, refused_fields
from tests.state import happened_since, state

pytestmark = pytest.mark.django_db(transaction=True)

WARM = {"date": "2025-10-25", "temperatureC": 25, "summary": "Warm"}
SOME_KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def post(client: Client, key: str, **fields: Any) -> Any:
    headers = {"Idempotency-Key": key}
    data = json.dumps(WARM | fields)
    return client.post(URL, data, content_type="application/json", headers=headers)


def test_a_repeated_request_makes_one_forecast_and_is_answered_alike(api: Client) -> None:
    before = state()

    answers = [post(api, SOME_KEY) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert body(answers[0]) == body(answers[1]) == body(answers[2])
    assert len({answer["Location"] for answer in answers}) == 1
    assert happened_since(before) == [("created", str(body(answers[0])["id"]))]


def test_a_key_is_the_same_in_quotes_and_in_capitals(api: Client) -> None:
    ids = {body(post(api, key))["id"] for key in (SOME_KEY, f'"{SOME_KEY}"', SOME_KEY.upper())}

    assert len(ids) == 1


def test_without_a_key_or_with_another_one_each_request_makes_one(api: Client) -> None:
    for _ in range(2):
        api.post(URL, json.dumps(WARM), content_type="application/json")
        post(api, str(uuid4()))

    assert Forecast.objects.count() == 4


@pytest.mark.parametrize(
    "other", [{"temperatureC": 26}, {"summary": ""}, {"location": "Oslo"}, {"date": "2025-10-26"}]
)
def test_the_key_with_another_body_is_refused_and_changes_nothing(
    api: Client, other: dict[str, Any]
) -> None:
    post(api, SOME_KEY)
    before = state()

    document = problem(post(api, SOME_KEY, **other), 422)

    assert document["errors"][0]["code"] == "idempotency_key_reused"
    assert state() == before


def test_a_repeated_request_after_an_edit_is_answered_with_the_current_forecast(
    api: Client,
) -> None:
    made = body(post(api, SOME_KEY))["id"]
    services.update_forecast(forecast_id=made, summary="Hot")

    answer = post(api, SOME_KEY)

    assert answer.status_code == 201
    assert (body(answer)["id"], body(answer)["summary"]) == (made, "Hot")
    assert answer["ETag"] == '"2"'


@pytest.mark.parametrize(
    "key",
    ["", "x" * 256, "a b", "a\tb", f"{SOME_KEY}\x00", "é", '"a b"'],
)
def test_a_key_that_is_not_visible_ascii_is_refused(api: Client, key: str) -> None:
    assert refused_fields(post(api, key)) == ["Idempotency-Key"]
    assert not Forecast.objects.exists()


@pytest.mark.parametrize(
    "key", ["1", "x" * 255, "order-17", "!~", '"', '""', '"a', f"{{{SOME_KEY}}}"]
)
def test_a_key_is_any_visible_ascii(api: Client, key: str) -> None:
    ids = {body(post(api, key))["id"] for _ in range(2)}

    assert len(ids) == 1
    assert post(api, key, summary="Hot").status_code == 422
    assert Forecast.objects.count() == 1


def test_another_account_has_keys_of_its_own(api: Client) -> None:
    other = Client()
    other.force_login(make_writer("grace"))

    assert body(post(api, "order-17"))["id"] != body(post(other, "order-17"))["id"]


def test_a_repeated_request_after_the_deletion_makes_nothing(api: Client) -> None:
    first = post(api, "order-17")
    assert api.delete(first["Location"]).status_code == 204
    before = state()

    answer = post(api, "order-17")

    assert (answer.status_code, body(answer)) == (201, body(first))
    assert post(api, "order-17", summary="Hot").status_code == 422
    assert state() == before


def test_a_day_after_the_deletion_the_key_is_known_and_later_it_is_not(api: Client) -> None:
    with time_machine.travel("2026-01-01T00:00Z", tick=False) as clock:
        api.delete(post(api, "order-17")["Location"])
        clock.shift(24 * 3600)
        api.delete(post(api, "another")["Location"])
        assert post(api, "order-17").status_code == 201
        assert not Forecast.objects.exists()
        clock.shift(2 * 3600)
        api.delete(post(api, "third")["Location"])
        assert post(api, "order-17").status_code == 201
        assert Forecast.objects.count() == 1


def test_a_refused_request_does_not_use_the_key_up(api: Client) -> None:
    assert post(api, SOME_KEY, temperatureC=1000).status_code == 400

    assert post(api, SOME_KEY).status_code == 201


def test_two_concurrent_requests_make_one_forecast(api: Client) -> None:
    def send(_number: int) -> Any:
        try:
            client = Client()
            client.cookies = api.cookies
            return post(client, SOME_KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({body(answer)["id"] for answer in answers}) == 1
    assert Forecast.objects.count() == 1


def test_the_key_is_in_the_openapi_document(anyone: Client) -> None:
    schema = body(anyone.get("/schema/?format=json"))

    post_ = schema["paths"][URL]["post"]
    parameters = {parameter["name"]: parameter for parameter in post_["parameters"]}
    assert {"201", "422"} <= set(post_["responses"])
    assert parameters["Idempotency-Key"]["in"] == "header"
    assert "422" in parameters["Idempotency-Key"]["description"]
