"""Read the tables of docs/access.md and compare them with a process's answers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from forecasts.accounts.tokens import make_token
from forecasts.webhooks import services
from realtime.accounts.identify import NotLetIn, account_of
from tests.docs.requests_of_routes import REQUESTS
from tests.forecasts.rows import make_forecast
from weather.journal.followers.models import Follower

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"

ROLES = ("anonymous", "signed in", "watcher", "forecaster", "staff", "superuser")
LOG_IN = "log in"
SOCKET = ("socket, stream", "/ws/weatherforecast")


class Row(NamedTuple):
    """One line of a table: the answer for each role."""

    method: str
    route: str
    answers: tuple[str, ...]


def rows(heading: str) -> list[Row]:
    """Return the table under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [
        re.split(r"\s*\|\s*", line.strip(" |")) for line in section.splitlines() if "`" in line
    ]
    lines = [each for each in cells if len(each) == len(ROLES) + 2]
    return [Row(each[0], each[1].strip("`"), tuple(each[2:])) for each in lines]


def routes() -> set[str]:
    """Return the URLconf's routes as the page spells them, each once."""
    return {_as_written(route) for route in _walk(get_resolver().url_patterns)}


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            yield route


def _as_written(route: str) -> str:
    # Two of the admin's routes are regular expressions; their groups look like parameters.
    route = re.sub(r"\^\(\?P<app_label>.*", "{app}", route)
    route = route.replace("(?P<url>.*)$", "{anything else}")
    route = re.sub(r"<(?:\w+:)?\w+>", "<id>", route)
    route = route.replace("{", "<").replace("}", ">").replace("WeatherForecast", "weatherforecast")
    return "/" + route.removesuffix("/")


def user_of(role: str) -> User | None:
    """Return a new user with that role, or None for anonymous."""
    if role == "anonymous":
        return None
    user = User.objects.create_user(
        f"of-{role.replace(' ', '-')}",
        is_staff=role in {"staff", "superuser"},
        is_superuser=role == "superuser",
    )
    if role in {"watcher", "forecaster"}:
        user.groups.add(Group.objects.get(name=f"{role}s"))
    return user


def client_of(user: User | None) -> Client:
    """Return a client, logged in as the user if there is one."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def answer(client: Client, method: str, path: str, body: dict[str, object]) -> str:
    """Return a client's answer: the status, or that it has to log in first.

    The request's changes are rolled back.
    """
    content = (urlencode(body).encode(), "application/x-www-form-urlencoded")
    if path.startswith("/api/"):
        content = (json.dumps(body).encode(), "application/json")
    with transaction.atomic():
        response = client.generic(method, path, *content if method != "GET" else ())
        transaction.set_rollback(True)
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        return LOG_IN
    return str(response.status_code)


def socket_answer(client: Client) -> str:
    """Return the table's words for whether a client's browser may open a socket or a stream."""
    cookies = "; ".join(f"{name}={value.value}" for name, value in client.cookies.items())
    headers = [(b"cookie", cookies.encode())] if cookies else []
    scope = {"path": "/ws/weatherforecast", "query_string": b"", "headers": headers}
    try:
        account_of(scope)
    except NotLetIn:
        return "refused"
    return "let in"


def check(heading: str, *changes: str) -> None:
    """Compare a table with the process's answers; tables in `changes` replace some of its lines."""
    said = {(row.method, row.route): row.answers for row in rows(heading)}
    for other in changes:
        said |= {(row.method, row.route): row.answers for row in rows(other)}
    requests = REQUESTS["web" if settings.ROOT_URLCONF.startswith("web") else "api"]
    assert {route for _, route in requests} == routes()

    users, forecast = [user_of(role) for role in ROLES], make_forecast()
    Follower.objects.create(name="analytics")
    owner = User.objects.create_user("of-none-of-these")
    made, _ = services.subscribe(owner=owner, url="https://example.org/hook")
    services.send_test(made)
    for user in filter(None, users):
        make_token(user, name="of a program", scope="read", days=7)
    found = {
        key: tuple(answer(client_of(user), key[0], *make(forecast)) for user in users)
        for key, make in requests.items()
    }
    if SOCKET in said:
        found[SOCKET] = tuple(socket_answer(client_of(user)) for user in users)
    assert found == said, set(found.items()) ^ set(said.items())
