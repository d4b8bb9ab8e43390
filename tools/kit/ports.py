"""Ports of 127.0.0.1 for servers."""

import random
import socket


def free_port() -> int:
    """Return a free port.

    It is below the range of outgoing connections: one of those must not occupy the port of a server
    that is being restarted.
    """
    while True:
        port = random.randint(15_000, 32_000)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def listens(port: int) -> bool:
    """Return whether a port takes connections."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
