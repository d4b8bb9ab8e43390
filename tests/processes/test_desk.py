import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tools.kit.desk import Desk
from tools.kit.waiting import eventually


@pytest.fixture(scope="module")
def two_webs() -> Iterator[Desk]:
    with Desk(webs=2) as desk:
        yield desk


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as response:
        text: str = response.read().decode()
        return text


def test_all_processes_share_one_database(two_webs: Desk) -> None:
    two_webs.manage(
        "shell",
        "--no-imports",
        "--command",
        "import datetime as dt; from decimal import Decimal\n"
        "from forecasts.services import create_forecast\n"
        "create_forecast(date=dt.date(2026, 1, 2), temperature_c=Decimal(3), location='Alta')",
    )

    [row] = json.loads(_get(f"{two_webs.api_url}/api/weatherforecast"))
    assert row["location"] == "Alta"
    for url in two_webs.web_urls:
        assert "Alta" in _get(f"{url}/weatherforecast/")


@pytest.mark.parametrize("name", ["api", "web1", "web2", "subscriber"])
def test_each_process_can_be_killed_and_started_again(two_webs: Desk, name: str) -> None:
    assert two_webs.kill(name) == -9
    assert not two_webs.running(name)

    two_webs.start(name)

    assert two_webs.running(name)


@pytest.mark.parametrize("name", ["api", "web1", "web2", "subscriber"])
def test_each_process_exits_cleanly_on_request(two_webs: Desk, name: str) -> None:
    status = two_webs.stop(name)
    two_webs.start(name)

    assert status in {0, -15}


def test_a_change_by_the_api_is_relayed(two_webs: Desk) -> None:
    two_webs.add_account("ada", "ada-writes")
    body = {"date": "2026-02-03", "temperatureC": 4.5, "location": "Bergen"}

    created = _post(two_webs, body)

    assert created["location"] == "Bergen"
    eventually(lambda: f"position={_last_position(two_webs)}" in two_webs.log("subscriber"))


def _post(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{desk.api_url}/api/weatherforecast",
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic YWRhOmFkYS13cml0ZXM=",  # ada:ada-writes
        },
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        made: dict[str, Any] = json.load(response)
        return made


def _last_position(desk: Desk) -> int:
    code = "from weather.journal.selectors import head; print(head().position)"
    return int(desk.manage("shell", "--no-imports", "--command", code))
