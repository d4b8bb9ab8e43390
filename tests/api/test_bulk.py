"""POST …/bulk: all operations or none, in one transaction."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from forecasts.models import Forecast
from tests.accounts import make_reader
from tests.api.problems import URL, body, problem
from tests.api.test_writing import WARM
from tests.forecasts.rows import make_forecast, make_forecasts
from tests.state import entries_since, happened_since, state

pytestmark = pytest.mark.django_db(transaction=True)


def bulk(client: Client, operations: Any, **headers: str) -> Any:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    data = json.dumps({"operations": operations})
    return client.post(f"{URL}/bulk", data, content_type="application/json", headers=names)


def make(**fields: Any) -> dict[str, Any]:
    return {"op": "create", "forecast": {**WARM, **fields}}


def change(row: int, **more: Any) -> dict[str, Any]:
    return {"op": "update", "id": row, "forecast": {"summary": "Hot"}, **more}


def delete(row: float, **more: Any) -> dict[str, Any]:
    return {"op": "delete", "id": row, **more}


def test_all_operations_are_done_in_order_with_consecutive_positions(api: Client) -> None:
    first, second, third = make_forecasts(3)
    before = state()

    answer = bulk(api, [delete(third.pk), make(), change(first.pk, version=1), change(second.pk)])

    results = body(answer)["results"]
    assert answer.status_code == 200
    assert [each["status"] for each in results] == [204, 201, 200, 200]
    made = results[1]["forecast"]
    assert results[2]["forecast"] == {
        **before.forecasts[0],
        "summary": "Hot",
        "version": 2,
    }
    ids = (third.pk, made["id"], first.pk, second.pk)
    kinds = ("deleted", "created", "updated", "updated")
    assert happened_since(before) == [(k, str(i)) for k, i in zip(kinds, ids, strict=True)]
    assert [each["forecast"] for each in results[1:]] == [
        next(row for row in state().forecasts if row["id"] == i) for i in ids[1:]
    ]
    assert json.loads(entries_since(before)[2].text)["changed"] == {"summary": ["Warm", "Hot"]}


def test_an_update_to_the_current_values_writes_nothing(api: Client) -> None:
    row, before = make_forecast().pk, state()

    answer = bulk(api, [{"op": "update", "id": row, "forecast": {"summary": "Warm"}}])

    assert body(answer)["results"][0]["status"] == 200
    assert state() == before


@pytest.mark.parametrize(
    ("wrong", "status", "pointer"),
    [
        (make(date="soon"), 400, "#/operations/1/forecast/date"),
        (make(colour="red"), 400, "#/operations/1/forecast/colour"),
        (make(version=1), 400, "#/operations/1/forecast/version"),
        ({"op": "create"}, 400, "#/operations/1/forecast"),
        ({"op": "make"}, 400, "#/operations/1/op"),
        ({"op": []}, 400, "#/operations/1/op"),
        ("create", 400, "#/operations/1"),
        ({**make(), "id": 1}, 400, "#/operations/1/id"),
        (change(0, version=0), 400, "#/operations/1/version"),
        (change(2**63), 400, "#/operations/1/id"),
        (delete(1.5), 400, "#/operations/1/id"),
        (delete(1e300), 400, "#/operations/1/id"),
        (delete(True), 400, "#/operations/1/id"),
        (delete(2**62), 404, "#/operations/1"),
    ],
)
def test_one_invalid_operation_stops_all_and_is_named(
    api: Client, wrong: Any, status: int, pointer: str
) -> None:
    row, before = make_forecast().pk, state()

    document = problem(bulk(api, [make(), wrong, change(row)]), status)

    assert [error["pointer"] for error in document["errors"]] == [pointer]
    assert state() == before


def test_a_stale_version_stops_all_operations(api: Client) -> None:
    row, before = make_forecast().pk, state()

    document = problem(bulk(api, [make(), delete(row, version=2)]), 409)

    assert document["type"] == "/problems/stale-version"
    assert state() == before


def test_with_lenient_handling_the_valid_operations_are_done(api: Client) -> None:
    row, before = make_forecast().pk, state()
    operations = [make(), make(date="soon"), delete(2**62), change(row, version=9), delete(row + 1)]

    answer = bulk(api, operations[:4], Prefer="handling=lenient")

    results = body(answer)["results"]
    assert answer["Preference-Applied"] == "handling=lenient"
    assert [each["status"] for each in results] == [201, 400, 404, 409]
    assert results[1]["problem"]["errors"][0]["pointer"] == "#/forecast/date"
    assert results[3]["problem"]["current"]["version"] == 1
    assert len(happened_since(before)) == 1


def test_a_forecast_may_be_named_only_once(api: Client) -> None:
    row, before = make_forecast().pk, state()

    problem(bulk(api, [change(row), delete(row)]), 400)

    assert state() == before


def test_with_return_minimal_the_forecasts_are_left_out(api: Client) -> None:
    answer = bulk(api, [make()], Prefer="return=minimal")

    [result] = body(answer)["results"]
    assert set(result) == {"op", "id", "status"}
    assert answer["Preference-Applied"] == "return=minimal"


@pytest.mark.parametrize("operations", [[], None, {}, "x", [{}] * 1001])
def test_a_body_that_is_not_a_list_of_operations_is_refused(api: Client, operations: Any) -> None:
    before = state()

    problem(bulk(api, operations), 400)

    assert state() == before


def test_a_thousand_operations_are_accepted(api: Client) -> None:
    before = state()

    answer = bulk(api, [make(location=f"Oslo {number}") for number in range(1000)])

    assert len(body(answer)["results"]) == 1000
    assert state().position == before.position + 1000
    assert Forecast.objects.values("location").distinct().count() == 1000


def test_each_kind_of_operation_needs_its_permission(client: Client) -> None:
    user, row = make_reader(), make_forecast().pk
    user.user_permissions.add(Permission.objects.get(codename="add_forecast"))
    client.force_login(user)
    before = state()

    problem(bulk(client, [make(), delete(row)]), 403)
    assert state() == before
    assert bulk(client, [make()]).status_code == 200


def test_require_if_match_asks_for_versions(api: Client, settings: Any) -> None:
    settings.REQUIRE_IF_MATCH = True
    row = make_forecast().pk

    problem(bulk(api, [change(row)]), 428)
    assert bulk(api, [change(row, version=1), make()]).status_code == 200


def test_an_idempotency_key_is_refused_and_not_ignored(api: Client) -> None:
    problem(bulk(api, [make()], Idempotency_Key="order-17"), 400)


def test_a_forecast_s_idempotency_key_is_kept_when_it_is_changed_and_deleted_in_bulk(
    api: Client,
) -> None:
    def post() -> Any:
        headers = {"Idempotency-Key": "order-17"}
        return api.post(URL, json.dumps(WARM), content_type="application/json", headers=headers)

    row = body(post())["id"]
    bulk(api, [change(row)])
    assert body(post())["id"] == row
    bulk(api, [delete(row)])
    assert body(post())["id"] == row
    assert not Forecast.objects.exists()


@pytest.mark.parametrize("prefer", ["return=minimal", "respond-async, return=minimal; x=1"])
def test_a_single_write_honours_return_minimal(api: Client, prefer: str) -> None:
    headers = {"Prefer": prefer}
    made = api.post(URL, json.dumps(WARM), content_type="application/json", headers=headers)
    changed = api.patch(
        made["Location"], '{"summary": null}', "application/merge-patch+json", headers=headers
    )

    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert body(made) == {"id": Forecast.objects.get().pk, "version": 1}
    assert (changed.status_code, changed.content, changed["ETag"]) == (204, b"", '"2"')
    assert made["Preference-Applied"] == changed["Preference-Applied"] == "return=minimal"
    assert Forecast.objects.get().summary == ""


def test_a_merge_patch_is_for_patch_only(api: Client) -> None:
    path = f"{URL}/{make_forecast().pk}"

    problem(api.put(path, json.dumps(WARM), content_type="application/merge-patch+json"), 415)
    problem(api.patch(path, '{"date": null}', "application/merge-patch+json"), 400)
