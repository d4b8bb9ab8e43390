"""Webhooks end to end: made over the API, sent by runfollowers, which is killed in between."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from tests.accounts import basic
from tests.forecasts.webhooks.receiver import receiver, status
from tests.processes.requests import post_forecast, send
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

ADA = {"Authorization": basic("ada", "ada-writes"), "Content-Type": "application/json"}
FORECASTER = """
from django.contrib.auth.models import Group, User
User.objects.get(username="ada").groups.add(Group.objects.get(name="forecasters"))
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    settings = {
        "WEBHOOK_PRIVATE_ADDRESSES": "true",
        "WEBHOOK_RETRY_SECONDS": ",".join(["0.3"] * 50),
    }
    with Desk(webs=0, subscriber=0, followers=1, settings=settings) as desk:
        desk.add_account("ada", "ada-writes")
        desk.manage("shell", "--no-imports", "--command", FORECASTER)
        yield desk


def subscribed(desk: Desk, url: str) -> str:
    """Make a webhook for all events and return its secret."""
    answer = send(f"{desk.api_url}/api/webhooks", headers=ADA, body=json.dumps({"url": url}))
    assert answer.status == 201, answer.text
    return str(json.loads(answer.text)["secret"])


def subjects(desk: Desk, count: int) -> list[str]:
    for number in range(count):
        assert post_forecast(desk, location=f"Place {number}") == 201
    answer = send(f"{desk.api_url}/api/weatherforecast/events?after=0&limit=1000", headers=ADA)
    return [event["id"] for event in json.loads(answer.text)["events"]][-count:]


def once_each(ids: list[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def test_kills_and_failures_lose_no_delivery_and_keep_the_order(desk: Desk) -> None:
    with receiver() as found:
        secret = subscribed(desk, found.url)
        found.answer = status(503)
        ids = subjects(desk, 10)
        eventually(lambda: found.ids, what="a first attempt")
        desk.kill("followers")
        found.answer = status(200)
        ids += subjects(desk, 10)
        desk.start("followers")
        eventually(lambda: len(once_each(found.ids)) >= 5, seconds=30, what="some deliveries")
        desk.kill("followers")
        desk.start("followers")

        eventually(lambda: once_each(found.ids) == ids, seconds=30, what="each event in order")
        assert found.received[-1].verify(secret)["id"] == ids[-1]


def test_a_receiver_gets_events_while_another_one_hangs(desk: Desk) -> None:
    with receiver() as dead, receiver() as alive:
        subscribed(desk, dead.url)
        subscribed(desk, alive.url)

        def hang(_: BaseHTTPRequestHandler) -> None:
            dead.is_over.wait(30)

        dead.answer = hang
        ids = subjects(desk, 3)

        eventually(lambda: alive.ids == ids, what="the events at the other one")
        assert len(dead.ids) <= 1
