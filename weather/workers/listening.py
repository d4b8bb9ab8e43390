"""The socket that a server listens on."""

import socket

from django.core.exceptions import ImproperlyConfigured


def bound_socket(host: str, port: int, *, settings: str) -> socket.socket:
    """Return a TCP socket that is bound; its server calls listen() once it can answer.

    settings: the names of the two settings, for the error. Raises ImproperlyConfigured if the
    address is not available.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise ImproperlyConfigured(
            f"{settings}: {host} port {port} cannot be listened on: {error.strerror}."
        ) from None
    return bound
