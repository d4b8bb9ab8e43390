"""What the api process asks of itself before it listens."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forecasts.models import Forecast
from weather.http.warm_up import warm_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_looks_for_its_session_and_changes_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with CaptureQueriesContext(connection) as asked:
        warm_up([], posts=settings.WARM_UP_POSTS)

    assert any("django_session" in each["sql"] for each in asked)
    assert not Forecast.objects.exists()
    assert not Session.objects.exists()
    assert "not warmed up" not in caplog.text
