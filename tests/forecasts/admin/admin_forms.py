"""Forecasts, and what the admin's forms for them send."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from forecasts import services
from forecasts.models import Forecast

LIST = "/admin/forecasts/forecast/"
ADD = f"{LIST}add/"
JOURNAL = "/admin/journal/journalentry/"
TYPED = {"date": "2025-10-25", "temperature_c": "21.5", "summary": "Warm", "location": "Oslo"}


def make(**fields: Any) -> Forecast:
    """Make a forecast for Oslo, or as `fields` say."""
    usual: dict[str, Any] = {"date": dt.date(2025, 10, 25), "temperature_c": Decimal(21)}
    return services.create_forecast(**usual | {"location": "Oslo", "summary": "Warm"} | fields)


def page_of(forecast: Forecast, page: str = "change") -> str:
    """Return the path of one of the forecast's pages."""
    return f"{LIST}{forecast.pk}/{page}/"


def save(client: Client, forecast: Forecast, **typed: Any) -> Any:
    """Send the change form as it was filled at the forecast's version, with `typed` in it."""
    fields = {
        "date": forecast.date.isoformat(),
        "temperature_c": str(forecast.temperature_c),
        "summary": forecast.summary,
        "location": forecast.location,
        "made_against": str(forecast.version),
    }
    return client.post(page_of(forecast), fields | typed)


def confirm_deletion(client: Client, forecast: Forecast, **more: Any) -> Any:
    """Confirm the deletion on the page as it was at the forecast's version; follow the answer."""
    fields = {"post": "yes", "version": str(forecast.version)} | more
    return client.post(page_of(forecast, "delete"), fields, follow=True)


def act(client: Client, action: str, *forecasts: Forecast, **more: Any) -> Any:
    """Run an action of the list on the forecasts."""
    ids = [forecast.pk for forecast in forecasts]
    return client.post(LIST, {"action": action, "_selected_action": ids} | more)


def staff(name: str, *permissions: str) -> User:
    """Make an account that gets into the admin with those permissions and no others."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def messages_of(response: Any) -> list[str]:
    """Return the messages that the page shows."""
    return [str(message) for message in response.context["messages"]]


def text_of(response: Any) -> str:
    """Return the page's HTML."""
    return str(response.content.decode())
