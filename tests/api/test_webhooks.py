"""Webhooks over the API: each account sees and changes only its own."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from forecasts.accounts.tokens import make_token
from forecasts.webhooks import services
from forecasts.webhooks.models import Delivery, State, Subscription
from forecasts.webhooks.sending.outcome import note
from forecasts.webhooks.sending.request import Result

pytestmark = pytest.mark.django_db
ALL = "/api/webhooks"
BODY: dict[str, Any] = {
    "url": "https://example.org/hook",
    "eventTypes": ["weatherforecast.created"],
    "locations": ["Oslo"],
}


@pytest.fixture
def ada() -> APIClient:
    """Return the client of a forecaster."""
    return _client("ada")


def _client(name: str) -> APIClient:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get_or_create(name="forecasters")[0])
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_webhook_is_made_read_changed_and_deleted(ada: APIClient) -> None:
    made = ada.post(ALL, BODY, format="json")
    assert made.status_code == 201
    assert made.data["secret"].startswith("whsec_")
    where = made.headers["Location"]
    assert where == f"{ALL}/{made.data['id']}"

    read = ada.get(where).data
    assert "secret" not in read
    assert (read["url"], read["eventTypes"], read["locations"], read["isActive"]) == (
        *BODY.values(),
        True,
    )
    assert [each["id"] for each in ada.get(ALL).data] == [made.data["id"]]

    changed = ada.patch(where, {"locations": [], "isActive": False}, format="json")
    assert (changed.data["locations"], changed.data["isActive"]) == ([], False)
    assert ada.delete(where).status_code == 204
    assert ada.get(where).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://example.org/"}, "url"),
        ({"url": 7}, "url"),
        ({"url": None}, "url"),
        ({"eventTypes": ["rubbish"]}, "eventTypes"),
        ({"eventTypes": "weatherforecast.created"}, "eventTypes"),
        ({"locations": ["x" * 101]}, "locations.0"),
        ({"locations": [7]}, "locations.0"),
        ({"locations": ["x"] * 51}, "locations"),
        ({"url": "https://example.org:0/"}, "url"),
        ({"url": "https://example.org:99999/"}, "url"),
        ({"url": " https://example.org/"}, "url"),
        ({"isActive": "true"}, "isActive"),
        ({"isActive": "perhaps"}, "isActive"),
        ({"secret": "whsec_mine"}, "secret"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_input_is_refused_by_its_field(
    ada: APIClient, change: dict[str, Any], field: str
) -> None:
    answer = ada.post(ALL, BODY | change, format="json")

    assert answer.status_code == 400
    assert field in {error["attr"] for error in answer.data["errors"]}
    assert not Subscription.objects.exists()


def test_a_name_that_cannot_be_encoded_is_refused(ada: APIClient) -> None:
    answer = ada.generic("POST", ALL, '{"\\ud800": 1}', content_type="application/json")

    assert answer.status_code == 400


def test_only_its_owner_sees_and_changes_it(ada: APIClient) -> None:
    where = ada.post(ALL, BODY, format="json").headers["Location"]
    eve = _client("eve")

    assert eve.get(ALL).data == []
    for method, path in (
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("post", "/secret"),
        ("post", "/test"),
        ("post", "/replay"),
        ("get", "/deliveries"),
    ):
        assert getattr(eve, method)(f"{where}{path}", format="json").status_code == 404


def test_accounts_without_the_permission_are_refused() -> None:
    client = APIClient()
    assert client.get(ALL).status_code == 401
    client.force_authenticate(User.objects.create_user("rob"))
    assert client.get(ALL).status_code == 403
    assert client.post(ALL, BODY, format="json").status_code == 403


def test_a_new_secret_a_test_and_the_log(ada: APIClient) -> None:
    where = ada.post(ALL, BODY, format="json").headers["Location"]

    new = ada.post(f"{where}/secret").data
    assert new["secret"].startswith("whsec_")
    assert new["oldSecretUntil"]
    sent = ada.post(f"{where}/test")
    assert (sent.status_code, sent.data["state"]) == (202, "waiting")
    note(Delivery.objects.get(), Result(410, 0.2, "", "no"))
    log = ada.get(f"{where}/deliveries", {"event": sent.data["eventId"]}).data
    assert len(log) == 1
    assert log[0]["log"][0]["status"] == 410
    none = ada.get(f"{where}/deliveries", {"event": "another"})
    assert (none.data, none.headers["X-Total-Count"]) == ([], "0")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=x", "limit"),
        ("limit=0", "limit"),
        ("offset=-1", "offset"),
        ("evnt=7", "Did you mean event?"),
    ],
)
def test_a_bad_parameter_is_refused_by_its_name(ada: APIClient, query: str, said: str) -> None:
    where = ada.post(ALL, BODY, format="json").headers["Location"]

    answer = ada.get(f"{where}/deliveries?{query}")

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_read_only_token_makes_no_webhook(ada: APIClient) -> None:
    token = make_token(User.objects.get(), name="reader", scope="read", days=7)
    client = APIClient(headers={"Authorization": f"Bearer {token.text}"})

    assert client.get(ALL).status_code == 200
    assert client.post(ALL, BODY, format="json").status_code == 403
    assert not Subscription.objects.exists()


def test_failed_deliveries_are_replayed(ada: APIClient) -> None:
    where = ada.post(ALL, BODY, format="json").headers["Location"]
    delivery = services.send_test(Subscription.objects.get())
    note(delivery, Result(410, 0.2))

    assert ada.post(f"{where}/replay", {"deliveries": [0]}, format="json").status_code == 400
    assert ada.post(f"{where}/replay", {}, format="json").data == {"replayed": 1}
    assert Delivery.objects.get().state == State.WAITING


def test_one_webhook_above_the_limit_is_a_conflict_that_says_what_to_do(ada: APIClient) -> None:
    for _ in range(services.MOST_SUBSCRIPTIONS):
        assert ada.post(ALL, BODY, format="json").status_code == 201

    refused = ada.post(ALL, BODY, format="json")

    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/too-many-webhooks"
    assert "delete one first" in refused.json()["detail"]


def test_a_delivery_s_id_may_be_any_json_whole_number(ada: APIClient) -> None:
    made = ada.post(ALL, BODY, format="json").json()
    again = f"{ALL}/{made['id']}/replay"

    def status_of(body: str) -> int:
        return ada.post(again, body, content_type="application/json").status_code

    assert status_of('{"deliveries": [7.0, 1e3]}') == 202
    assert status_of('{"deliveries": ["7"]}') == 400
