"""A request leaves its language behind in its thread, which is the next test's too."""

from collections.abc import Generator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_ends_with_the_test() -> Generator[None]:
    yield
    translation.deactivate()
