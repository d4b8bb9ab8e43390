"""The debug pages show the settings without passwords."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import RequestFactory
from django.views.debug import get_exception_reporter_filter

pytestmark = pytest.mark.once


def test_a_debug_page_shows_no_password_of_a_url(settings: Any) -> None:
    url = "redis://desk:sekret@broker.example:6379/0"
    settings.DEBUG = True
    settings.REDIS_URL = url
    settings.CHANNEL_LAYERS = {"default": {"CONFIG": {"hosts": [{"address": url}]}}}

    shown = get_exception_reporter_filter(RequestFactory().get("/")).get_safe_settings()

    assert shown["ROOT_URLCONF"] == configured.ROOT_URLCONF
    assert "sekret" not in str({**shown, "DATABASES": None})
    assert shown["DATABASES"]["default"]["PASSWORD"] == "*" * 20
