"""The API's clients, and the check that these tests run with the api process's settings."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.accounts import QUICK_HASHERS, make_writer

collect_ignore_glob = [] if django_settings.ROOT_URLCONF == "api_project.urls" else ["test_*.py"]


@pytest.fixture
def anyone() -> Client:
    """Return a client without an account."""
    return Client()


@pytest.fixture
def api(transactional_db: None) -> Client:
    """Return the client of an account that may write, in a database that commits."""
    client = Client()
    client.force_login(make_writer())
    return client


@pytest.fixture(autouse=True)
def _quick_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
