"""Ports of 127.0.0.1 for servers."""

import random
import socket
from collections import deque

# A desk's ports are chosen seconds before its processes take them.
_given: deque[int] = deque(maxlen=200)


def free_port() -> int:
    """Return a free port, not one of the last ones that it returned.

    It is below the range of outgoing connections: one of those must not occupy the port of a server
    that is being restarted.
    """
    while True:
        port = random.randint(15_000, 32_000)
        if port in _given:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.append(port)
        return port


def listens(port: int) -> bool:
    """Return whether a port takes connections."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
