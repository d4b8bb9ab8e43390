"""Configuration of uvicorn, and the graceful shutdown."""

import asyncio
import gc
import socket
from pathlib import Path
from typing import Any

import uvicorn

from realtime.hub.process import running_hub
from realtime.wire.sent import WEBSOCKET

from .first_sockets import open_first_sockets
from .http_protocol import PageProtocol
from .websocket_protocol import SocketProtocol

# The largest frame that a client may send, in bytes; uvicorn closes with 1009 beyond it.
LARGEST_FRAME_BYTES = 65_536
# Clients reconnect after a random part of this, to spread the load. Milliseconds.
RETRY_AFTER_MS = 2000
# A socket consists of about a hundred long-lived objects: with Python's default of 700 the
# collector scans all sockets repeatedly while they open, and delays the stream.
GC_THRESHOLDS = (20_000, 20, 50)
# A connection taken just before the shutdown has this long to send its request, in seconds.
TAKEN_SECONDS = 0.25
# A request in flight at shutdown gets this long to end, in seconds.
GRACE_SECONDS = 5


class WebServer(uvicorn.Server):
    """Announces the close to every socket before uvicorn closes it with 1012."""

    #: The path of a socket to open before the process listens; "" for none.
    first_socket = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the first sockets, exclude the loaded objects from garbage collection; start."""
        if self.first_socket:
            with WEBSOCKET.uncounted():  # no reader was sent these frames
                await open_first_sockets(self.protocol, path=self.first_socket)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        await super().startup(sockets)

    def protocol(self) -> asyncio.Protocol:
        """Return the server's side of one connection."""
        make: Any = self.config.http_protocol_class
        protocol: asyncio.Protocol = make(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send `closing` to all readers, then shut down."""
        hub = running_hub()
        if hub is not None:
            hub.announce_closing(reason="server_restart", retry_after_ms=RETRY_AFTER_MS)
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        # uvicorn would close a connection that was just taken before it has read its request.
        await asyncio.sleep(TAKEN_SECONDS)
        await super().shutdown(sockets)


def serve(
    application: str,
    listening: socket.socket,
    *,
    certificate: Path | None = None,
    first_socket: str = "",
) -> None:
    """Answer requests of the bound socket until SIGINT or SIGTERM.

    application: "module:name" of an ASGI application.
    certificate: a PEM file with a certificate and its key, to serve https and wss.
    first_socket: the path of a socket to open before the process listens, so that others are fast.
    """
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=PageProtocol,
        # Compression costs 2.6 times the CPU and 34 KB a socket, for frames of 500 bytes.
        ws=SocketProtocol,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_FRAME_BYTES,
        # Pages cannot see pings; for them the hub sends heartbeats.
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        lifespan="on",
        log_config=None,
        server_header=False,
        # TRUSTED_PROXIES says whose X-Forwarded-… are believed (weather.http.proxies).
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=certificate,
    )
    server = WebServer(config)
    server.first_socket = first_socket
    server.run(sockets=[listening])
