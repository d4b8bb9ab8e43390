"""How many requests an account and an address may make in a minute."""

import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from django.conf import settings as desk_settings
from django.test import Client

from api_project.throttling import throttles
from api_project.throttling.counts import BrokerStore, Counts, LocalStore
from tests.accounts import basic, make_writer

URL = "/api/weatherforecast"
BODY = json.dumps({"date": "2026-01-01", "temperatureC": 1})
MINUTE_AT = 28_000_000 * 60.0  # the start of a minute
_names = itertools.count()


class Clock:
    def __init__(self) -> None:
        self.now = MINUTE_AT

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def key() -> str:
    """Return a key that no other test counts, of this run or another."""
    return f"test:{id(object())}:{next(_names)}"


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[None]:
    monkeypatch.setattr(throttles, "_counts", Counts(now=clock))
    yield
    with redis.Redis.from_url(desk_settings.REDIS_URL) as client:
        for found in client.scan_iter("weatherdesk:rate:*"):
            client.delete(found)


def post(client: Client, account: str = "ada") -> Any:
    return client.post(
        URL, BODY, content_type="application/json", headers={"Authorization": basic(account)}
    )


@pytest.mark.django_db
def test_an_account_s_writes_are_limited_and_others_are_not(client: Client, settings: Any) -> None:
    make_writer("ada")
    make_writer("grace")
    settings.WRITES_PER_MINUTE = 3

    answers = [post(client) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        *('"writes";r=2;t=60', '"writes";r=1;t=60', '"writes";r=0;t=60'),
        '"writes";r=0;t=80',
    ]
    assert answers[0].headers["RateLimit-Policy"] == '"writes";q=3;w=60'
    assert answers[3].headers["Content-Type"] == "application/problem+json"
    assert answers[3].headers["Retry-After"] == "80"
    assert answers[3].json()["title"] == "Too Many Requests"
    assert post(client, "grace").status_code == 201
    assert client.get(URL).status_code == 200


@pytest.mark.django_db
def test_an_address_s_reads_are_limited(client: Client, settings: Any) -> None:
    settings.READS_PER_MINUTE = 2
    counted = throttles.THROTTLED.labels("reads")._value
    before = counted.get()

    statuses = [client.get(URL).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert counted.get() == before + 1
    assert client.get(f"{URL}/events").status_code == 429
    assert client.get(URL, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.django_db
def test_without_a_limit_nothing_is_counted(client: Client) -> None:
    assert "RateLimit" not in client.get(URL).headers


STORES = pytest.mark.parametrize("store", [LocalStore(), BrokerStore()], ids=["local", "broker"])


@STORES
def test_the_last_minute_counts_by_its_remaining_share(store: Any, clock: Clock, key: str) -> None:
    counts = Counts(now=clock)
    for _ in range(10):
        assert counts._hit(store, key, 10).is_allowed

    clock.now += 60
    assert not counts._hit(store, key, 10).is_allowed
    clock.now += 30
    assert [counts._hit(store, key, 10).is_allowed for _ in range(6)] == [True] * 5 + [False]
    clock.now += 90
    assert counts._hit(store, key, 10).is_allowed


@STORES
def test_a_client_that_waits_the_announced_time_is_allowed(
    store: Any, clock: Clock, key: str
) -> None:
    counts = Counts(now=clock)
    for step in (0, 7.3, 31.9, 58.2, 61.0, 94.4):
        clock.now = MINUTE_AT + step
        own = f"{key}:{step}"
        while (hit := counts._hit(store, own, 5)).is_allowed:
            pass
        clock.now += hit.wait - 1
        assert hit.wait == 1 or not counts._hit(store, own, 5).is_allowed
        clock.now += 1
        assert counts._hit(store, own, 5).is_allowed
        clock.now += 13
        while (hit := counts._hit(store, own, 5)).is_allowed:
            pass
        clock.now += hit.wait
        assert counts._hit(store, own, 5).is_allowed


@STORES
def test_threads_at_the_same_time_get_no_more_than_the_limit(
    store: Any, clock: Clock, key: str
) -> None:
    counts = Counts(now=clock)
    with ThreadPoolExecutor(16) as threads:
        hits = list(threads.map(lambda _: counts._hit(store, key, 50), range(400)))

    assert sum(hit.is_allowed for hit in hits) == 50


@pytest.mark.django_db
def test_without_the_broker_this_process_counts_and_logs_it_once(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READS_PER_MINUTE = 3
    nowhere = redis.Redis(port=1, socket_connect_timeout=0.1)
    monkeypatch.setattr("api_project.throttling.counts.client", lambda: nowhere)

    statuses = [client.get(URL).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    said = [line for line in caplog.messages if "counted in this process only" in line]
    assert len(said) == 1
