"""Checks that all ports are free before anything starts."""

import errno
import socket
from collections.abc import Mapping

HOST = "127.0.0.1"


class PortUnavailableError(Exception):
    """A port is unavailable; the text names it and its setting."""


def require_free(ports: Mapping[str, int]) -> None:
    """Check the ports, by the names of their settings. Raises PortUnavailableError."""
    seen: dict[int, str] = {}
    for setting, port in ports.items():
        if port in seen:
            raise PortUnavailableError(
                f"{setting} and {seen[port]} are both {port}; give each a port of its own"
            )
        seen[port] = setting
        _require_free(setting, port)


def is_listening(port: int) -> bool:
    """Return whether a process accepts connections on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(0.2)
        return client.connect_ex((HOST, port)) == 0


def _require_free(setting: str, port: int) -> None:
    if not 0 < port < 65536:
        raise PortUnavailableError(f"{setting}={port} is no port: it must be 1 to 65535")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # As the servers do: a port with connections in TIME_WAIT counts as free.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error}"
            raise PortUnavailableError(
                f"port {port} {why}; stop what uses it, or set {setting} to another port"
            ) from None
