"""After each test deactivate the language that a request left active in the thread."""

from collections.abc import Generator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_ends_with_the_test() -> Generator[None]:
    yield
    translation.deactivate()
