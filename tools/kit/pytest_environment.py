"""The pytest plugin that sets the tests' environment, with a real Valkey, before Django's settings.

Loaded by `addopts = -p tools.kit.pytest_environment`: settings are read before any conftest.py
runs, and must then find REDIS_URL.
"""

import os
import shutil
import tempfile
from collections.abc import Generator

import pytest

from tools.kit.broker import Broker


class _TestEnvironment:
    """The broker and the folder that the tests' settings name, for the whole run."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="weather-tests-")
        self._broker = Broker()

    def enter(self) -> None:
        self._broker.start()
        # Set explicitly: neither the caller's environment nor a .env may change what is tested.
        os.environ |= {
            "REDIS_URL": self._broker.url,
            "WEATHER_DATA_DIR": self._folder,
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "false",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
            "WEB_ORIGINS": "",
            "LOG_LEVEL": "INFO",
            # Empty means none given; PostgreSQL is named by `python -m tools.kit.postgres`.
            "DATABASE_URL": os.environ.get("DATABASE_URL")
            or f"sqlite:///{self._folder}/db.sqlite3",
        }
        for name in ("WEB_PORT", "API_PORT", "BROKER_PORT", "WEATHER_DEMO", "DJANGO_CONFIGURATION"):
            os.environ.pop(name, None)

    def leave(self) -> None:
        self._broker.close()
        shutil.rmtree(self._folder, ignore_errors=True)


_environment = pytest.StashKey[_TestEnvironment]()


# A wrapper, because pytest-django reads the settings in its own turn at this hook.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the broker and name it before Django's settings are read."""
    environment = _TestEnvironment()
    early_config.stash[_environment] = environment
    try:
        environment.enter()
        return (yield)
    except BaseException:  # pytest does not unconfigure what it could not configure
        environment.leave()
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the broker and remove the folder."""
    environment = config.stash.get(_environment, None)
    if environment is not None:
        environment.leave()
