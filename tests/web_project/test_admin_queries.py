"""Invalid queries of the admin's lists are redirected to the whole list."""

from typing import NoReturn

import pytest
from django.contrib.auth.models import User
from django.test import Client

from forecasts.admin import ForecastAdmin
from forecasts.models import Forecast
from tests.forecasts.rows import make_forecast

pytestmark = pytest.mark.django_db(transaction=True)

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
    (FORECASTS, "updated_at__gte=0001-01-01"),
    (FORECASTS, "updated_at__lt=9999-12-31"),
    (FORECASTS, "location__range=a"),
    (FORECASTS, "location__range=abc"),
    (FORECASTS, f"version__range={'9' * 3000}"),
    (FORECASTS, f"temperature_c__range={'9' * 3000}"),
    (FORECASTS, f"temperature_c__gte={'9' * 3000}"),
    (FORECASTS, "temperature_c__gte=1e999999999"),
    (FORECASTS, "temperature_c__gte=NaN"),
    (FORECASTS, "location__regex=("),
    (FORECASTS, "date__in=x"),
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


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize(("path", "query"), ASKED)
def test_an_invalid_query_is_redirected_to_the_list(
    client: Client, path: str, query: str, method: str
) -> None:
    client.force_login(User.objects.create_superuser("ada"))
    make_forecast()
    client.raise_request_exception = False

    answer = getattr(client, method)(f"{path}?{query}")

    if answer.status_code == 302:
        # Django's own parameter for an invalid lookup, or the project's.
        assert answer["Location"].partition("?")[0] in (path, "")
        answer = client.get(path)
    assert answer.status_code == 200


def test_an_action_on_such_a_query_changes_nothing(client: Client) -> None:
    client.force_login(User.objects.create_superuser("ada"))
    forecast = make_forecast()
    action = {"action": "delete_selected", "_selected_action": forecast.pk, "post": "yes"}

    answer = client.post(f"{FORECASTS}?date__year=9999", action)

    assert (answer.status_code, answer["Location"]) == (302, FORECASTS)
    assert Forecast.objects.get() == forecast


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_error_in_the_project_is_not_blamed_on_the_query(
    client: Client, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(User.objects.create_superuser("ada"))
    forecast = make_forecast()
    action = {"action": "delete_selected", "_selected_action": forecast.pk, "post": "yes"}
    broken = "get_queryset" if method == "get" else "delete_queryset"
    monkeypatch.setattr(ForecastAdmin, broken, _fail)

    with pytest.raises(ValueError, match="a fault of ours"):
        getattr(client, method)(f"{FORECASTS}?version__exact=1", action)


def _fail(*arguments: object) -> NoReturn:
    raise ValueError("a fault of ours")


def test_the_log_names_the_error(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(User.objects.create_superuser("ada"))

    client.get(f"{FORECASTS}?date__year=9999")

    assert "Traceback" in caplog.text


def test_the_list_says_why_it_is_unfiltered(client: Client) -> None:
    client.force_login(User.objects.create_superuser("ada"))

    answer = client.get(f"{JOURNAL}?time__year=9999", follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "This query is not valid: here is the whole list."
    ]
