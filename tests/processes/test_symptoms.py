"""Symptoms of docs/operations.md: each is caused, the page's remedy is run, and it is gone.

The file is as long as the page's table: one desk serves all, in the page's order except the last.
"""

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.processes.database import database
from tests.processes.follower import Follower
from tests.processes.remedies import mend
from tests.processes.requests import get, post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

FAILED = "Error calling tests.deploy.failing_receiver.fail in Signal.send_robust()"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(settings={"LOGIN_FAILURES": "2"}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def state(url: str, part: str = "") -> str:
    """Return the state of a part in /readyz; without a part, that of the whole."""
    document = json.loads(get(f"{url}/readyz").text)
    return str(document["checks"][part]["status"] if part else document["status"])


def wait_until_state(url: str, expected: str, part: str = "") -> None:
    eventually(lambda: state(url, part) == expected, seconds=30, what=f"{part} {expected}")


def test_no_subscriber_runs(desk: Desk) -> None:
    desk.stop("subscriber")
    wait_until_state(desk.web_url, "degraded", "subscriber")

    mend("test_no_subscriber_runs", desk)

    wait_until_state(desk.web_url, "ok", "subscriber")


def test_the_broker_is_away(desk: Desk) -> None:
    desk.broker.kill()
    wait_until_state(desk.web_url, "degraded", "broker")
    assert post_forecast(desk, location="Vardø") == 201
    eventually(lambda: "not published, the journal has it" in desk.log("api"), seconds=15)

    mend("test_the_broker_is_away", desk)

    for url in (desk.api_url, desk.web_url):
        wait_until_state(url, "ok")


def test_a_password_of_the_broker_is_wrong(desk: Desk) -> None:
    right = desk.broker.url
    desk.change(REDIS_URL=right.replace("redis://", "redis://desk:wrong@"))
    desk.stop("api")
    desk.start("api")
    assert post_forecast(desk, location="Vadsø") == 201
    refused = "the broker refuses the user or password of REDIS_URL"
    eventually(lambda: refused in desk.log("api"), seconds=15)
    wait_until_state(desk.api_url, "degraded", "broker")

    mend("test_a_password_of_the_broker_is_wrong", desk, settings={"REDIS_URL": right})

    wait_until_state(desk.api_url, "ok", "broker")


def test_a_version_lacks_its_migrations(desk: Desk) -> None:
    desk.stop("api")
    desk.manage("migrate", "analytics", "zero", "--verbosity=0")
    desk.start("api")
    wait_until_state(desk.api_url, "down", "migrations")
    assert get(f"{desk.api_url}/readyz").status == 503

    mend("test_a_version_lacks_its_migrations", desk)

    wait_until_state(desk.api_url, "ok", "migrations")


def test_a_setting_cannot_be_meant(desk: Desk) -> None:
    desk.stop("api")
    desk.change(DEBUG="maybe")
    desk.start("api", wait=False)
    eventually(lambda: not desk.running("api"), seconds=30, what="its end")
    assert desk.tail("api", lines=1) == "DEBUG='maybe': write true or false."

    by_hand = {"DEBUG": lambda: desk.change(DEBUG="false")}
    mend("test_a_setting_cannot_be_meant", desk, by_hand=by_hand)

    assert get(f"{desk.api_url}/livez").status == 200


def test_an_address_has_too_many_sockets(desk: Desk) -> None:
    desk.change(SOCKETS_PER_ADDRESS="1")
    desk.stop("web1")
    desk.start("web1")
    assert code_of_a_second_socket(desk) == 4429

    mend("test_an_address_has_too_many_sockets", desk, settings={"SOCKETS_PER_ADDRESS": "2"})

    assert code_of_a_second_socket(desk) is None


def code_of_a_second_socket(desk: Desk) -> int | None:
    """Open two sockets; return the close code of the second one, None if it stays open."""
    url = desk.web_url.replace("http", "ws") + "/ws/weatherforecast"
    with Follower(desk.web_url) as first, connect(url) as second:
        first.frame("welcome")
        with suppress(ConnectionClosed):
            assert '"welcome"' in str(second.recv(timeout=10))
        return second.close_code


def test_an_account_has_to_wait(desk: Desk) -> None:
    guessed = [post_forecast(desk, location="x", password="guessed") for _ in range(2)]
    assert guessed[-1] in {401, 403, 429}
    assert post_forecast(desk, location="Hamar") == 429

    mend("test_an_account_has_to_wait", desk, NAME="ada")

    assert post_forecast(desk, location="Hamar") == 201


def test_the_journal_was_exchanged(desk: Desk) -> None:
    assert post_forecast(desk, location="Narvik") == 201
    with Follower(desk.web_url) as follower:
        follower.frame("welcome")
        with database(desk) as run:
            [[last]] = run("SELECT position FROM journal_journalhead")
            run(f"DELETE FROM journal_journalentry WHERE position = {last}")
            run(
                f"UPDATE journal_journalhead SET position = {last - 1}, digest = (SELECT digest "
                f"FROM journal_journalentry WHERE position = {last - 1})"
            )
        eventually(lambda: "other_history" in _reasons(follower), seconds=15)

        mend("test_the_journal_was_exchanged", desk)

        eventually(lambda: "other_epoch" in _reasons(follower), seconds=15)
        assert post_forecast(desk, location="Bodø") == 201
        eventually(lambda: [e["data"]["location"] for e in follower.events][-1:] == ["Bodø"])


def _reasons(follower: Follower) -> list[str]:
    return [frame["reason"] for frame in list(follower.frames) if frame["type"] == "resync"]


def test_a_row_was_written_in_sql(desk: Desk) -> None:
    assert post_forecast(desk, location="Alta") == 201
    with database(desk) as run:
        run("UPDATE forecasts_forecast SET summary = 'by hand' WHERE location = 'Alta'")
    assert doctor_result_of(desk, "rows") == "warning"

    named = lambda: desk.run("verifyjournal", "--rows").stdout  # noqa: E731 - for by_hand
    mend("test_a_row_was_written_in_sql", desk, by_hand={"desk verifyjournal --rows": named})

    assert doctor_result_of(desk, "rows") == "ok"


def doctor_result_of(desk: Desk, part: str) -> str:
    """Return doctor's result for a part: ok, warning or failure."""
    found = json.loads(desk.run("doctor", "--json").stdout)
    return next(str(each["is"]) for each in found if each["part"] == part)


def test_a_process_does_not_answer(desk: Desk) -> None:
    desk.kill("api")
    assert doctor_result_of(desk, "api") == "failure"

    mend("test_a_process_does_not_answer", desk)

    assert get(f"{desk.api_url}/livez").status == 200


def test_an_address_reads_too_often(desk: Desk) -> None:
    url = f"{desk.api_url}/api/weatherforecast?limit=1"
    desk.change(READS_PER_MINUTE="3")
    desk.stop("api")
    desk.start("api")
    eventually(lambda: get(url).status == 429, seconds=15)

    mend("test_an_address_reads_too_often", desk, settings={"READS_PER_MINUTE": "600"})

    assert [get(url).status for _ in range(5)] == [200] * 5


def test_a_receiver_raises(desk: Desk) -> None:
    desk.change(DJANGO_SETTINGS_MODULE="tests.deploy.settings_failing_receiver")
    desk.stop("api")
    desk.start("api")
    assert post_forecast(desk, location="Lofoten") == 201
    eventually(lambda: FAILED in desk.log("api"))

    out = {"EVENT_RECEIVERS": lambda: desk.change(DJANGO_SETTINGS_MODULE="api_project.settings")}
    mend("test_a_receiver_raises", desk, by_hand=out)

    failures = desk.log("api").count(FAILED)
    assert post_forecast(desk, location="Lofoten") == 201
    assert desk.log("api").count(FAILED) == failures
