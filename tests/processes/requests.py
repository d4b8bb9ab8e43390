"""Plain HTTP requests to the processes of a desk."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import NamedTuple

from tests.accounts import basic
from tools.kit.desk import Desk

_SECONDS = 15.0


class Answer(NamedTuple):
    """The status and the text of an answer."""

    status: int
    text: str


def send(url: str, *, headers: Mapping[str, str], body: str | None = None) -> Answer:
    """GET the URL, or POST a body to it."""
    data = None if body is None else body.encode()
    return _send(urllib.request.Request(url, data=data, headers=dict(headers)))


def get(url: str) -> Answer:
    """GET the URL; an answer that takes longer than 15 s is an error."""
    return _send(urllib.request.Request(url))


def post_forecast(desk: Desk, *, location: str, password: str = "ada-writes", url: str = "") -> int:
    """POST a forecast as the account ada and return the status. url: of another api process."""
    body = {"date": "2026-02-03", "temperatureC": 4.5, "location": location}
    request = urllib.request.Request(
        f"{url or desk.api_url}/api/weatherforecast",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": basic("ada", password)},
    )
    return _send(request).status


def _send(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read().decode())
