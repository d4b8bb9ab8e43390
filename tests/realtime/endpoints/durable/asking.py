"""Requests to the Durable Stream of a real web process."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.processes.requests import get
from tools.kit.desk import Desk

PATH = "/weatherforecast/stream"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the events of the body, a JSON array."""
        found = json.loads(self.body)
        assert isinstance(found, list)
        return found

    @property
    def positions(self) -> list[int]:
        return [int(event["sequence"]) for event in self.events]

    @property
    def next(self) -> str:
        return self.headers["Stream-Next-Offset"]

    @property
    def is_up_to_date(self) -> bool:
        return self.headers["Stream-Up-To-Date"] == "true"


@contextmanager
def asked(
    url: str, *, method: str = "GET", headers: dict[str, str] | None = None, **query: str
) -> Iterator[http.client.HTTPResponse]:
    """Send a request and yield the open answer."""
    where = urlsplit(url)
    asking = http.client.HTTPConnection(where.netloc, timeout=30)
    with closing(asking):
        asking.request(method, f"{PATH}?{urlencode(query)}", headers=headers or {})
        with asking.getresponse() as answer:
            yield answer


def ask(
    url: str, method: str = "GET", headers: dict[str, str] | None = None, **query: str
) -> Answer:
    """Send a request and return the complete answer."""
    with asked(url, method=method, headers=headers, **query) as answer:
        return Answer(answer.status, answer.headers, answer.read())


def next_events(answer: http.client.HTTPResponse, count: int) -> list[tuple[str, Any]]:
    """Return the next `count` server-sent events as (type, parsed data)."""
    found: list[tuple[str, Any]] = []
    kind, data = "", []
    while len(found) < count:
        line = answer.readline().decode()
        assert line, f"the stream ended after {found}"
        name, _, value = line.rstrip("\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            data.append(value)
        elif not line.strip() and kind:
            found.append((kind, json.loads("\n".join(data))))
            kind, data = "", []
    return found


def head(desk: Desk) -> str:
    """Return the offset of the web process's head."""
    return ask(desk.web_url, "HEAD").next


def waiting(desk: Desk) -> bool:
    """Return whether the web process has an open live read."""
    checks = json.loads(get(f"{desk.web_url}/readyz").text)["checks"]
    return not checks["hub"]["detail"].startswith("sockets and streams: 0,")
