"""People at the desk."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import PASSWORDS, People
from tools.kit.desk import Desk


@pytest.fixture(scope="module")
def staffed_desk(desk: Desk) -> Desk:
    """The desk, with ada and grace, who may write."""
    for name, password in PASSWORDS.items():
        desk.add_account(name, password)
    return desk


@pytest.fixture
def people(staffed_desk: Desk, browser: Browser) -> Generator[People]:
    """Open browsers and use the API; all is closed at the end."""
    people = People(staffed_desk, browser)
    yield people
    people.close()
