"""A broker with a password and an ACL: each process reports a refusal as such."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis

from realtime.broker import publisher as publishing
from realtime.broker.publisher import BrokerUnavailable, Publisher
from tests.processes.requests import post_forecast
from tools.kit.broker import Broker
from tools.kit.desk import Desk
from tools.kit.process import Process
from tools.kit.waiting import eventually
from web_project.runner import programs
from web_project.runner.broker import failure

pytestmark = pytest.mark.once

REFUSED = "the broker refuses the user or password of REDIS_URL"
FORBIDDEN = "the broker's ACL does not permit this to the user of REDIS_URL"


@pytest.fixture
def locked_broker() -> Iterator[Broker]:
    """Yield a broker with the password "right#1" and a user that may subscribe and not publish."""
    with Broker() as broker:
        with redis.Redis.from_url(broker.url) as client:
            client.config_set("requirepass", "right#1")
            client.execute_command(
                *("ACL", "SETUSER", "guest", "on", ">guest", "allchannels", "-@all", "+subscribe")
            )
        publishing.client.cache_clear()
        yield broker
        publishing.client.cache_clear()


def _url(broker: Broker, user: str) -> str:
    return broker.url.replace("redis://", f"redis://{user}@" if user else "redis://")


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("", REFUSED),
        (":wr%23ng", REFUSED),
        ("nobody:wr%23ng", REFUSED),
        ("guest:guest", FORBIDDEN),
        (":right%231", ""),
    ],
)
def test_a_refusal_is_reported_as_a_refusal(
    locked_broker: Broker, settings: Any, user: str, said: str
) -> None:
    settings.REDIS_URL = _url(locked_broker, user)

    for why in (_why_not_published(), failure(_url(locked_broker, user))):
        assert said in why
        assert bool(why) == bool(said)


def _why_not_published() -> str:
    publisher = Publisher()
    try:
        for text in ("1", "2"):  # the second call raises the first one's error
            publisher.publish([("weatherforecast.created", text)])
    except BrokerUnavailable as error:
        return str(error)
    return ""


def _says(desk: Desk, name: str) -> bool:
    return REFUSED in desk.log(name)


def test_the_processes_log_the_refusal(locked_broker: Broker, tmp_path: Path) -> None:
    url = _url(locked_broker, ":wr%23ng")
    with Desk(subscriber=False, broker=locked_broker, settings={"REDIS_URL": url}) as desk:
        desk.add_account("ada", "ada-writes")
        assert post_forecast(desk, location="Narvik") == 201
        subscriber = Process(
            programs.subscriber(),
            environ={**os.environ, **programs.subscriber().environ, "REDIS_URL": url},
            log=tmp_path / "log",
            is_ready=lambda: REFUSED in (tmp_path / "log").read_text(),
        )
        subscriber.start()
        try:
            subscriber.wait_until_ready()
        finally:
            subscriber.terminate()
            subscriber.wait()
        for name in ("api", "web1"):
            eventually(partial(_says, desk, name), what=name)
        for log in (desk.log("api"), desk.log("web1"), subscriber.log()):
            assert "wr#ng" not in log
            assert "ng@" not in log
