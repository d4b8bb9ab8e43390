"""Forecasts, and posts of the admin's forms for them."""

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
    """Make a forecast for Oslo; `fields` replace its values."""
    usual: dict[str, Any] = {"date": dt.date(2025, 10, 25), "temperature_c": Decimal(21)}
    return services.create_forecast(**usual | {"location": "Oslo", "summary": "Warm"} | fields)


def page_of(forecast: Forecast, page: str = "change") -> str:
    """Return the path of one of the forecast's pages."""
    return f"{LIST}{forecast.pk}/{page}/"


def save(client: Client, forecast: Forecast, **typed: Any) -> Any:
    """Post the change form, filled from `forecast` with its version, and `typed` on top."""
    fields = {
        "date": forecast.date.isoformat(),
        "temperature_c": str(forecast.temperature_c),
        "summary": forecast.summary,
        "location": forecast.location,
        "made_against": str(forecast.version),
    }
    return client.post(page_of(forecast), fields | typed)


def confirm_deletion(client: Client, forecast: Forecast, **more: Any) -> Any:
    """Confirm the deletion with the version of `forecast`; follow the redirect."""
    fields = {"post": "yes", "version": str(forecast.version)} | more
    return client.post(page_of(forecast, "delete"), fields, follow=True)


def act(client: Client, action: str, *forecasts: Forecast, **more: Any) -> Any:
    """Run an action of the list on the forecasts."""
    ids = [forecast.pk for forecast in forecasts]
    return client.post(LIST, {"action": action, "_selected_action": ids} | more)


def staff(name: str, *permissions: str) -> User:
    """Make a staff account with exactly those permissions."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def messages_of(response: Any) -> list[str]:
    """Return the messages that the page shows."""
    return [str(message) for message in response.context["messages"]]


def text_of(response: Any) -> str:
    """Return the page's HTML."""
    return str(response.content.decode())
