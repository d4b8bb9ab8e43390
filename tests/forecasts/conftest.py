"""Accounts are made in nearly every test of the pages: without the quarter of a second each."""

from typing import Any

import pytest

from tests.accounts import QUICK_HASHERS


@pytest.fixture(autouse=True)
def _quick_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
