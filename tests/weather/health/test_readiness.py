"""/livez and /readyz of a process: the checks, how often they run, and the answers."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from weather.health import checks, readiness
from weather.health.results import Result, State, worst

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_cached_results() -> None:
    readiness.forget()


def using(monkeypatch: pytest.MonkeyPatch, *found: Any) -> list[str]:
    """Replace the process's checks; return the list to which each run appends."""
    asked: list[str] = []

    def check_of(result: Any) -> Any:
        def check() -> Result:
            asked.append("check")
            if isinstance(result, Exception):
                raise result
            assert isinstance(result, Result)
            return result

        return check

    made = [check_of(each) for each in found]
    monkeypatch.setattr(readiness, "_checks", lambda: made)
    return asked


OK, LATE, GONE = (Result(state, state, f"is {state}") for state in State)


@pytest.mark.parametrize(
    ("found", "status", "code"),
    [
        ([], "ok", 200),
        ([OK, OK], "ok", 200),
        ([OK, LATE], "degraded", 200),
        ([GONE, LATE, OK], "down", 503),
    ],
)
def test_the_worst_part_decides_the_status(
    client: Client, monkeypatch: pytest.MonkeyPatch, found: list[Result], status: str, code: int
) -> None:
    using(monkeypatch, *found)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (code, status)
    assert worst(found) == status
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_check_that_raises_is_down_and_the_others_run(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = using(monkeypatch, RuntimeError("with a sekret"), OK)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "sekret" not in answer.content.decode()
    assert len(asked) == 2


def test_within_a_second_no_check_runs_twice(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = using(monkeypatch, OK)

    for _ in range(50):
        client.get("/readyz")

    assert len(asked) == 1
    readiness._last[:] = [readiness._last[0]._replace(at=0)]
    client.get("/readyz")
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/livez", "/livez/", "/readyz", "/readyz/"])
def test_a_probe_needs_no_name_no_https_and_no_account(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    using(monkeypatch, OK)
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.PUBLIC_READ = False

    assert client.get(path, headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/weatherforecast/", headers={"Host": "10.0.0.7"}).status_code == 400


def test_it_checks_a_database_that_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("password=sekret")

    monkeypatch.setattr(checks, "head", away)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["status"] == "down"
    assert "sekret" not in answer.content.decode()
    assert client.get("/livez").status_code == 200


def test_a_missing_migration_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def __init__(self, connection: Any) -> None:
            self.loader = self
            self.graph = self

        def leaf_nodes(self) -> list[Any]:
            return []

        def migration_plan(self, targets: list[Any]) -> list[Any]:
            class Named:
                app_label, name = "forecasts", "0099_next"

            return [(Named, False)]

    monkeypatch.setattr(checks, "_migrated", [])
    monkeypatch.setattr(checks, "MigrationExecutor", Missing)

    answer = client.get("/readyz").json()

    assert answer["checks"]["migrations"] == {
        "status": "down",
        "detail": "run manage.py migrate: forecasts.0099_next",
    }


def test_a_full_disk_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "NO_ROOM", 10**18)

    assert client.get("/readyz").json()["checks"]["disk"]["status"] == "down"


def test_browsers_get_a_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    using(monkeypatch, OK, Result("<broker>", State.DEGRADED, "is <away>"))

    answer = client.get("/readyz", headers={"Accept": "text/html,*/*;q=0.8"})

    text = answer.content.decode()
    assert "&lt;broker&gt;" in text
    assert "is &lt;away&gt;" in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_other_methods_and_paths_are_not_answered(client: Client) -> None:
    assert client.post("/readyz").status_code in {404, 405}
    assert client.get("/readyzz").status_code == 404
