"""The api process answers in English, whatever Accept-Language says: its texts are for programs."""

import pytest
from django.test import Client

from tests.api.problems import URL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_refusal_is_in_english_whatever_accept_language_says(api: Client) -> None:
    api.cookies["desk_language"] = "fr"

    answer = api.post(
        URL, {"temperatureC": "warm"}, "application/json", headers={"Accept-Language": "fr"}
    )

    assert answer.status_code == 400
    assert "This field is required." in answer.content.decode()
    assert "Content-Language" not in answer
