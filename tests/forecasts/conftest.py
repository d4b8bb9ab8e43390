"""A fast password hasher: nearly every test of the pages makes accounts, at 0.25 s each."""

from typing import Any

import pytest

from tests.accounts import QUICK_HASHERS


@pytest.fixture(autouse=True)
def _quick_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
