"""docs/access.md says what each route of the web process answers, and names every route."""

from typing import Any

import pytest

from tests.docs.access import check

# Permissions are the same on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _contact(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"


def test_the_page_has_the_process_s_answers() -> None:
    check("The web process")


def test_the_page_has_the_answers_with_private_reading(settings: Any) -> None:
    settings.PUBLIC_READ = False
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "weather.http.readers.ReadersMiddleware"]

    check("The web process", "The web process with PUBLIC_READ=false")
