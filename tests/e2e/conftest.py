"""Fixtures: a desk with accounts, people in browsers, and a network that can fail."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser

from tests.e2e.network import Network
from tests.e2e.people import PASSWORDS, People
from tools.kit.desk import Desk


@pytest.fixture(scope="module")
def staffed_desk(desk: Desk) -> Desk:
    """Return the desk with two accounts that may write, ada and grace."""
    for name, password in PASSWORDS.items():
        desk.add_account(name, password)
    return desk


@pytest.fixture
def network(staffed_desk: Desk) -> Generator[Network]:
    """Yield a proxy before the web process, which a test can cut, stall or restrict."""
    with Network(staffed_desk.web_url) as network:
        yield network


@pytest.fixture
def people(staffed_desk: Desk, browser: Browser) -> Generator[People]:
    """Yield the people of a test; their browsers are closed at the end."""
    people = People(staffed_desk, browser)
    yield people
    people.close()
