"""Pages for readers without an account have no secret, so they are compressed."""

import brotli
import pytest
from django.test import Client

from tests.accounts import make_writer
from tests.forecasts.rows import make_forecasts

pytestmark = pytest.mark.django_db

COMPRESSED = {"accept-encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/weatherforecast/", "/weatherforecast/activity", "/offline/"])
def test_a_page_without_an_account_is_compressed_and_sets_no_cookie(
    client: Client, path: str
) -> None:
    make_forecasts(3)

    page = client.get(path, headers=COMPRESSED)

    assert page["Content-Encoding"] == "br"
    assert b"csrfmiddlewaretoken" not in brotli.decompress(page.content)
    assert not page.cookies


def test_a_page_with_a_secret_is_not_compressed(client: Client) -> None:
    client.force_login(make_writer())

    page = client.get("/weatherforecast/", headers=COMPRESSED)

    assert b"csrfmiddlewaretoken" in page.content
    assert "Content-Encoding" not in page
