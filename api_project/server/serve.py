"""Runs the WSGI application under waitress, and ends it gracefully."""

import signal
import time
from collections.abc import Callable, Iterable
from socket import socket
from typing import Any

import structlog
from django.conf import settings
from waitress import create_server, wasyncore

from weather.http.limits import LARGEST_HEAD

from .channel import Channel

logger = structlog.get_logger(__name__)

# The most open sockets: an idle one costs a few kilobytes, and no thread.
CONNECTIONS = 2000
# An idle connection is closed after this time. Seconds.
IDLE_SECONDS = 60
# Less than the runner's 10 s: open requests may finish, a stuck one is abandoned.
GRACE_SECONDS = 5.0
# A connection accepted just before the end has this long to send its request. Seconds.
TAKEN_SECONDS = 0.25


def serve(
    application: Callable[..., Iterable[bytes]],
    listening: socket,
    *,
    threads: int,
    scheme: str = "http",
) -> None:
    """Answer requests of the bound socket until SIGINT or SIGTERM.

    scheme: the client's; https if TLS ends before this server.
    """
    channels: dict[int, Any] = {}
    server = create_server(
        application,
        map=channels,
        sockets=[listening],
        threads=threads,
        url_scheme=scheme,
        url_prefix=settings.PATH_PREFIX,
        ident="",
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=5,
        max_request_header_size=LARGEST_HEAD,
        # TRUSTED_PROXIES says whose X-Forwarded-… are believed (weather.http.proxies).
        clear_untrusted_proxy_headers=False,
        asyncore_use_poll=True,
    )
    server.channel_class = Channel
    asked: list[int] = []

    def ask(signum: int, _frame: object) -> None:
        asked.append(signum)
        server.pull_trigger()  # Python would go on with the poll below for up to a second

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, ask)
    logger.info("api is listening", address=listening.getsockname()[:2], threads=threads)
    while not asked:
        wasyncore.poll2(1.0, channels)
    _finish(server, channels)


def _finish(server: Any, channels: dict[int, Any]) -> None:
    """Stop accepting connections, and finish the requests that have arrived."""
    server.accepting = False
    server.socket.close()
    channels.pop(server._fileno, None)
    asked = time.monotonic()
    while (ending := time.monotonic() - asked) < GRACE_SECONDS:
        if ending > TAKEN_SECONDS and not any(map(_is_busy, server.active_channels.values())):
            break
        wasyncore.poll2(0.05, channels)
    logger.info("api has ended")


def _is_busy(channel: Channel) -> bool:
    return bool(channel.requests or channel.total_outbufs_len)
