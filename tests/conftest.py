"""Fixtures and hooks of all tests: the browser, the tests' order, and a database in a file."""

import os
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from playwright.sync_api import expect
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.described_events import check_recorded
from tools.kit import chromium
from tools.kit.broker import Broker
from tools.kit.desk import Desk
from weather.journal.signals import event_recorded

# A test asserts what happens, never how fast: the machine may be busy with other work. Every run
# tries the same examples; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("desk", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))

# The time that a page may need on a busy machine.
expect.set_options(timeout=15_000)

_BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "browser_type"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the fixtures it uses, and move browser tests to the end.

    Playwright's event loop runs in the main thread from its first test to the end of the run.
    While it runs, asyncio tests cannot start a loop, and Django refuses synchronous queries.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        room = item.path.parent.name
        if fixtures & _BROWSER_FIXTURES:
            item.add_marker("browser")
        if room in {"processes", "e2e"} or "desk" in fixtures:
            item.add_marker("processes")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the output of the desk's processes to the report of a failed test."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Desk):
                report.sections += [(f"log of {name}", value.tail(name)) for name in value.names]
    return report


@pytest.fixture(scope="session", autouse=True)
def _events_are_as_described() -> None:
    """Compare every event that a test records with the AsyncAPI document."""
    event_recorded.connect(check_recorded, dispatch_uid="tests.described_events")


@pytest.fixture(autouse=True)
def _language_is_the_default() -> Generator[None]:
    """Forget the language of a test's last page, which stays active in this thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_once() -> Generator[None]:
    """Keep the table of static files, which every new test client would take 25 ms to make."""
    tables: dict[str, dict[str, Any]] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def find_once(self: WhiteNoiseMiddleware) -> None:
        key = f"{self.static_prefix} {settings.INSTALLED_APPS}"
        if key not in tables:
            find(self)
            tables[key] = dict(self.files)
        self.files.update(tables[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Make Playwright use the machine's Chromium, and write nothing to the home folder."""
    home = str(tmp_path_factory.mktemp("browser"))
    return {
        **browser_type_launch_args,
        "executable_path": chromium.find(),
        "env": {**os.environ, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
        "args": [*browser_type_launch_args.get("args", []), *chromium.launch_arguments()],
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database into a file: threads then lock each other as in production."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def own_broker() -> Generator[Broker]:
    """Yield a broker that the test may pause, stop and start."""
    with Broker() as broker:
        yield broker


@pytest.fixture(scope="module")
def desk() -> Generator[Desk]:
    """Yield a desk with all processes, one of them a web process, shared by a module's tests."""
    with Desk() as desk:
        yield desk
