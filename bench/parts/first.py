"""The first request after a process says that it listens, beside those that follow."""

import http.client
import json
import time
from collections.abc import Callable
from statistics import median

from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm
from bench.parts.apis import PATH, started
from bench.report.tables import Figure, Table
from bench.run.options import Options
from tools.kit.desk import Desk

_FOLLOWING = 20
_PATIENCE_SECONDS = 30.0
#: What each process logs when it listens.
LISTENS = {"api": "api is listening", "web1": "Application startup complete"}
# A session, so that the figure is not that of a password's hash, which is slow on purpose.
_SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user = User.objects.get(username='ada')
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = 'django.contrib.auth.backends.ModelBackend'
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""

Once = Callable[[Desk], float]


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    head = ["what", "first, ms", "median of the next 20, ms", "first ÷ median"]
    table = Table("The first request of a process, SQLite", head)
    with started(webs=1) as desk:
        desk.add_account("ada", "ada-writes")
        session = desk.manage("shell", "--no-imports", "--command", _SESSION).strip()
        for what, name, once in (
            ("API: list", "api", _list),
            ("API: POST", "api", lambda desk: _post(desk, session)),
            ("page of the list", "web1", _page),
            ("WebSocket, to its welcome", "web1", _socket),
        ):
            rounds = [_first_and_next(desk, name, once) for _ in range(options.repeats)]
            firsts = Figure(tuple(first for first, _ in rounds))
            nexts = Figure(tuple(following for _, following in rounds))
            ratios = Figure(tuple(first / following for first, following in rounds))
            table.rows.append([what, str(firsts), str(nexts), str(ratios)])
    return [str(table)]


def _first_and_next(desk: Desk, name: str, once: Once) -> tuple[float, float]:
    """Restart the process; return the first request's time and the next ones', in ms."""
    desk.stop(name)
    said = len(desk.log(name))
    desk.start(name, wait=False)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while LISTENS[name] not in desk.log(name)[said:]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} does not say that it listens")
        time.sleep(0.05)
    first = once(desk)
    return 1000 * first, 1000 * median(once(desk) for _ in range(_FOLLOWING))


def _list(desk: Desk) -> float:
    return _asked(desk.api_url, "GET", f"{PATH}?limit=20")


def _page(desk: Desk) -> float:
    return _asked(desk.web_url, "GET", "/weatherforecast/")


def _post(desk: Desk, session: str) -> float:
    token = "a" * 32
    return _asked(
        desk.api_url,
        "POST",
        PATH,
        body=json.dumps({"date": "2025-10-25", "temperatureC": 21.5, "location": "Oslo"}),
        headers={
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/json",
        },
    )


def _asked(url: str, method: str, path: str, **more: object) -> float:
    host = url.partition("//")[2]
    connection = http.client.HTTPConnection(host, timeout=_PATIENCE_SECONDS)
    began = time.monotonic()
    connection.request(method, path, **more)  # type: ignore[arg-type]
    answer = connection.getresponse()
    answer.read()
    took = time.monotonic() - began
    connection.close()
    if answer.status not in (200, 201):
        raise RuntimeError(f"{method} {path}: {answer.status}")
    return took


def _socket(desk: Desk) -> float:
    port = int(desk.web_url.rpartition(":")[2])
    swarm = Swarm(port, websocket(port, "/ws/weatherforecast", ready=b'"welcome"'))
    began = time.monotonic()
    swarm.open(1)
    took = time.monotonic() - began
    swarm.close()
    return took
