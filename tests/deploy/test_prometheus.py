"""deploy/prometheus and deploy/grafana with a real Prometheus before a real desk."""

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import yaml
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.processes.requests import get, post_forecast
from tools.kit.debian import environ
from tools.kit.desk import Desk
from tools.kit.ports import free_port
from tools.kit.postgres_server import PostgresServer
from tools.kit.process import Process
from tools.kit.prometheus import PROMTOOL, Prometheus
from tools.kit.readiness import answers
from tools.kit.waiting import eventually
from web_project.runner import programs

pytestmark = pytest.mark.once

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
RULES = yaml.safe_load((DEPLOY / "prometheus" / "rules.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((DEPLOY / "grafana" / "weather-desk.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
SUBSCRIBER_PORT, FOLLOWERS_PORT, OTHER_API_PORT = free_port(), free_port(), free_port()
POOL = 4
SETTINGS = {
    "METRICS_TOKEN": "only-for-tests",
    "SUBSCRIBER_METRICS_PORT": str(SUBSCRIBER_PORT),
    "FOLLOWERS_METRICS_PORT": str(FOLLOWERS_PORT),
    "CANARY_SECONDS": "2",
    "DATABASE_POOL_SIZE": str(POOL),
    "SOCKETS_PER_ADDRESS": "5",
    "READS_PER_MINUTE": "100",
    "LOGIN_FAILURES": "2",
}


def impatient(text: str) -> str:
    """Return the rules or configuration with intervals of a second and alerts without a delay."""
    text = re.sub(r"for: \d+[sm]", "for: 0s", text)
    return re.sub(r"(scrape_interval|evaluation_interval): 15s", r"\1: 1s", text)


def configuration(desk: Desk) -> str:
    text = (DEPLOY / "prometheus" / "prometheus.yml").read_text()
    for there, here in (
        ("127.0.0.1:5001", desk.address("web1")),
        ("127.0.0.1:7252", f'{desk.address("api")}", "127.0.0.1:{OTHER_API_PORT}'),
        ("127.0.0.1:9101", f"127.0.0.1:{SUBSCRIBER_PORT}"),
        ("127.0.0.1:9102", f"127.0.0.1:{FOLLOWERS_PORT}"),
    ):
        assert there in text
        text = text.replace(there, here)
    return impatient(text)


@dataclass
class Site:
    """A desk on a PostgreSQL of its own, and the Prometheus that scrapes it."""

    desk: Desk
    database: PostgresServer
    prometheus: Prometheus
    other_api: Process

    def fired(self, alert: str) -> bool:
        """Return whether an alert fires, or has fired in the last ten minutes."""
        expression = f'max_over_time(ALERTS{{alertstate="firing", alertname="{alert}"}}[10m])'
        return bool(self.prometheus.ask(expression))

    def wait_for(self, alert: str, again: Callable[[], object] = lambda: None) -> None:
        def has_fired() -> bool:
            again()
            return self.fired(alert)

        eventually(has_fired, seconds=90, what=alert)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with ExitStack() as stack:
        database = stack.enter_context(PostgresServer())
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("DATABASE_URL", database.url)
        desk = stack.enter_context(Desk(followers=1, settings=SETTINGS))
        other_api = failing_api(desk)
        other_api.start()
        stack.callback(other_api.wait)
        stack.callback(other_api.terminate)
        other_api.wait_until_ready()
        desk.add_account("ada", "ada-writes")
        files = {
            "prometheus.yml": configuration(desk),
            "rules.yml": impatient((DEPLOY / "prometheus" / "rules.yml").read_text()),
            "metrics-token": SETTINGS["METRICS_TOKEN"],
        }
        prometheus = stack.enter_context(Prometheus(files))
        yield Site(desk, database, prometheus, other_api)
        database.halt()
        database.run()  # so that the desk can drop its database


def failing_api(desk: Desk) -> Process:
    program = programs.api()
    own = {
        **desk.environ(program),
        "DJANGO_SETTINGS_MODULE": "tests.deploy.settings_failing_receiver",
        "API_PORT": str(OTHER_API_PORT),
    }
    url = f"http://127.0.0.1:{OTHER_API_PORT}/livez"
    log = desk.folder / "other-api.log"
    return Process(program, environ=own, log=log, is_ready=lambda: answers(url))


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:desk|process)_\w+", expression)) | set(
        re.findall(r"\bup\b", expression)
    )


def test_promtool_accepts_both_files(tmp_path: Path) -> None:
    program = PROMTOOL.get()
    (tmp_path / "metrics-token").write_text("x")
    for name in ("prometheus.yml", "rules.yml"):
        (tmp_path / name).write_text((DEPLOY / "prometheus" / name).read_text())

    checked = subprocess.run(
        [program, "check", "config", "prometheus.yml"],
        cwd=tmp_path,
        env={**os.environ, **environ(program)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(RULES)} rules found" in checked.stdout


def test_a_desk_that_works_has_every_series_and_no_alert(site: Site) -> None:
    # One event published by the api process and one by a command.
    assert post_forecast(site.desk, location="Kirkenes") == 201
    file = site.desk.folder / "rows.csv"
    file.write_text("date,temperatureC\n2026-01-01,1\n")
    site.desk.manage("import_forecasts", str(file))
    get(f"{site.desk.web_url}/weatherforecast/")
    wanted = {
        name
        for text in [t["expr"] for p in PANELS for t in p["targets"]] + [r["expr"] for r in RULES]
        for name in names_in(text)
    }
    assert len(wanted) > 30

    missing: set[str] = set()

    def all_there() -> bool:
        missing.clear()
        missing.update(wanted - site.prometheus.names())
        return not missing

    with suppress(AssertionError):
        eventually(all_there, seconds=60)
    assert not missing
    eventually(lambda: len(site.prometheus.ask('up{job=~"desk-.+"} == 1')) == 5)

    eventually(lambda: all_panels_show(site), seconds=60, what="panels without series")
    # Of few events and requests, a late one fires its alert for the minutes of its window.
    late = "DeskEventsLate|DeskRequestsSlow"
    firing = f'ALERTS{{alertstate="firing", alertname!~"{late}"}}'
    eventually(lambda: site.prometheus.ask(firing) == [], seconds=30, what="no alerts")


def all_panels_show(site: Site) -> bool:
    for panel in PANELS:
        for target in panel["targets"]:
            if not site.prometheus.ask(target["expr"].replace("$__rate_interval", "1m")):
                return False
    return True


def refuse_connects(site: Site) -> None:
    url = site.desk.web_url.replace("http", "ws") + "/ws/weatherforecast"
    with ExitStack() as stack:
        for _ in range(7):
            socket = stack.enter_context(connect(url))
            with suppress(ConnectionClosed):
                socket.recv(timeout=10)
    site.wait_for("DeskConnectsRefused")


def guess_passwords(site: Site) -> None:
    def guess() -> None:
        for _ in range(10):
            post_forecast(site.desk, location="x", password="guessed")

    site.wait_for("DeskLoginsRefused", again=guess)


def read_too_often(site: Site) -> None:
    def read() -> None:
        for _ in range(40):
            get(f"{site.desk.api_url}/api/weatherforecast?limit=1")

    site.wait_for("DeskThrottles", again=read)


def fill_the_pool(site: Site) -> None:
    """Lock the journal's head, so that writers wait and each holds a connection."""
    with (
        closing(psycopg.connect(site.desk.database_url)) as holding,
        ThreadPoolExecutor(POOL) as pool,
    ):
        holding.execute("SELECT * FROM journal_journalhead FOR UPDATE")
        posts: list[Future[int]] = []

        def fill() -> None:  # again when the lock's timeout has ended the first ones
            waiting = sum(not post.done() for post in posts)
            posts.extend(
                pool.submit(post_forecast, site.desk, location="Vardø")
                for _ in range(POOL - 1 - waiting)
            )

        try:
            site.wait_for("DeskPoolFull", again=fill)
        finally:
            holding.rollback()
        assert {post.result() for post in posts} <= {201, 503}


def answer_slowly(site: Site) -> None:
    def slowly() -> None:
        with (
            closing(psycopg.connect(site.desk.database_url)) as holding,
            ThreadPoolExecutor(1) as pool,
        ):
            holding.execute("SELECT * FROM journal_journalhead FOR UPDATE")
            post = pool.submit(post_forecast, site.desk, location="Vadsø")
            began = time.monotonic()
            eventually(lambda: time.monotonic() - began > 1.5)
            holding.rollback()
            post.result()

    site.wait_for("DeskRequestsSlow", again=slowly)


def exchange_the_journal(site: Site) -> None:
    with psycopg.connect(site.desk.database_url) as writing:
        [last] = writing.execute("SELECT position FROM journal_journalhead").fetchone() or [0]
        writing.execute("DELETE FROM journal_journalentry WHERE position = %s", [last])
        writing.execute(
            "UPDATE journal_journalhead SET position = %s, digest = "
            "(SELECT digest FROM journal_journalentry WHERE position = %s)",
            [last - 1, last - 1],
        )
    site.wait_for("DeskJournalExchanged")


def fail_a_receiver(site: Site) -> None:
    url = f"http://127.0.0.1:{OTHER_API_PORT}"
    site.wait_for(
        "DeskReceiverFails", again=lambda: post_forecast(site.desk, location="Alta", url=url)
    )


def lose_the_broker(site: Site) -> None:
    site.desk.broker.kill()
    rows = "".join(f"2026-{1 + n // 28:02}-{1 + n % 28:02},{n}\n" for n in range(150))
    file = site.desk.folder / "many.csv"
    file.write_text(f"date,temperatureC\n{rows}")
    site.desk.manage("import_forecasts", str(file), "--unit", "C")
    site.wait_for("DeskPublishFails", again=lambda: post_forecast(site.desk, location="Bodø"))
    site.wait_for("DeskRelayBehind")


def lose_the_canary(site: Site) -> None:
    """Kill the broker: without it no process reports whether it has received a beat."""
    firing = 'ALERTS{alertstate="firing", alertname="DeskCanaryLost"}'
    # The earlier lock on the journal's head delayed the canary too.
    eventually(lambda: not site.prometheus.ask(firing), seconds=30, what="the canary is well")
    site.desk.broker.kill()
    eventually(lambda: site.prometheus.ask(firing), seconds=60, what="DeskCanaryLost")


def late_by_the_journal(site: Site) -> None:
    """Write without the broker: an event waits for the hub's next poll."""
    site.wait_for("DeskEventsLate", again=lambda: post_forecast(site.desk, location="Narvik"))


def lose_the_database(site: Site) -> None:
    site.database.halt()
    site.wait_for("DeskRequestsFail", again=lambda: get(f"{site.desk.web_url}/weatherforecast/"))


def wait_without_the_database(site: Site) -> None:
    site.wait_for("DeskHubDoesNotRead")


def kill_the_api(site: Site) -> None:
    site.desk.kill("api")
    site.wait_for("DeskProcessDown")


# In this order: each later cause leaves fewer parts of the desk running.
CAUSES: dict[str, Callable[[Site], None]] = {
    "DeskConnectsRefused": refuse_connects,
    "DeskPoolFull": fill_the_pool,
    "DeskRequestsSlow": answer_slowly,
    "DeskReceiverFails": fail_a_receiver,
    "DeskLoginsRefused": guess_passwords,
    "DeskThrottles": read_too_often,
    "DeskJournalExchanged": exchange_the_journal,
    "DeskCanaryLost": lose_the_canary,
    "DeskPublishFails": lose_the_broker,
    "DeskRelayBehind": lambda site: site.wait_for("DeskRelayBehind"),
    "DeskEventsLate": late_by_the_journal,
    "DeskRequestsFail": lose_the_database,
    "DeskHubDoesNotRead": wait_without_the_database,
    "DeskProcessDown": kill_the_api,
}


@pytest.mark.parametrize("alert", CAUSES)
def test_an_alert_fires_when_its_cause_is_made(site: Site, alert: str) -> None:
    CAUSES[alert](site)


def test_every_alert_has_a_cause_here() -> None:
    assert {rule["alert"] for rule in RULES} == set(CAUSES)
