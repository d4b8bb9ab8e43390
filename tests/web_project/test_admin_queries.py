"""Addresses of the admin's lists that nobody can mean lead to the list."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.forecasts.rows import make_forecast

pytestmark = pytest.mark.django_db

FORECASTS = "/admin/forecasts/forecast/"
JOURNAL = "/admin/journal/journalentry/"
USERS = "/admin/auth/user/"

ASKED = [
    (FORECASTS, "date__year=9999"),
    (FORECASTS, "date__year=9999&date__month=12"),
    (FORECASTS, "date__year=9999&date__month=12&date__day=31"),
    (FORECASTS, "date__year=99999999999999999999"),
    (FORECASTS, "date__year=0"),
    (FORECASTS, "date__year=-1"),
    (FORECASTS, "date__year=2025&date__month=13"),
    (FORECASTS, "date__year=2025&date__month=2&date__day=30"),
    (FORECASTS, "date__year=x"),
    (FORECASTS, "updated_at__gte=0001-01-01+00:00:00%2B14:00"),
    (FORECASTS, "updated_at__lt=9999-12-31+23:59:59-14:00"),
    (FORECASTS, "updated_at__gte=today"),
    (FORECASTS, "id__exact=99999999999999999999999"),
    (FORECASTS, "version__gte=99999999999999999999999"),
    (FORECASTS, "o=99.-99.x"),
    (FORECASTS, "p=99999999999999999999999"),
    (FORECASTS, "nope=1"),
    (JOURNAL, "time__year=9999"),
    (JOURNAL, "time__year=9999&time__month=12"),
    (JOURNAL, "time__year=1&time__month=1&time__day=1"),
    (JOURNAL, "time__gte=0001-01-01+00:00:00%2B14:00"),
    (JOURNAL, "position__gte=99999999999999999999999"),
    (USERS, "date_joined__year=9999"),
    (USERS, "last_login__year=9999"),
    (USERS, "date_joined__gte=0001-01-01+00:00:00%2B14:00"),
]


@pytest.mark.parametrize(("path", "query"), ASKED)
def test_a_query_that_cannot_be_computed_leads_to_the_list(
    client: Client, path: str, query: str
) -> None:
    client.force_login(User.objects.create_superuser("ada"))
    make_forecast()
    client.raise_request_exception = False

    answer = client.get(f"{path}?{query}")

    if answer.status_code == 302:
        # Django's own way to say that a lookup is none, or ours.
        assert answer["Location"].partition("?")[0] in (path, "")
        answer = client.get(path)
    assert answer.status_code == 200


def test_the_list_says_why_it_is_the_whole(client: Client) -> None:
    client.force_login(User.objects.create_superuser("ada"))

    answer = client.get(f"{JOURNAL}?time__year=9999", follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "There is nothing to choose by this: here is the whole list."
    ]
