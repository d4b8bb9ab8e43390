"""The api process, the project's and the plain one, with an account that may write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.parts.posting import Poster
from bench.run.cpu import on_server_core
from tools.kit.desk import Desk

PATH = "/api/weatherforecast"
_ACCOUNT = ("ada", "ada-writes")
_PLAIN = {"DJANGO_SETTINGS_MODULE": "bench.contestants.plain.settings_for_plain"}


@contextmanager
def started(*, settings: Mapping[str, str] | None = None, **which: Any) -> Iterator[Desk]:
    """Run a desk's processes on the server's core. `which`: see Desk."""
    desk = Desk(settings=settings, **which)
    try:
        with on_server_core():
            desk.__enter__()
        yield desk
    finally:
        desk.close()


@contextmanager
def api(*, plain: bool, webs: int = 0) -> Iterator[Desk]:
    """Run an api process, with `webs` web processes and the subscriber."""
    settings = _PLAIN if plain else None
    with started(webs=webs, subscriber=webs > 0, settings=settings) as desk:
        desk.add_account(*_ACCOUNT)
        yield desk


def posters(desk: Desk, count: int) -> list[Poster]:
    """Return clients that have posted once, so that nothing is slow for being the first."""
    port = int(desk.api_url.rpartition(":")[2])
    clients = [Poster(port, PATH, account=_ACCOUNT) for _ in range(count)]
    for client in clients:
        client.post()
    return clients
