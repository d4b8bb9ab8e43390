"""Sends lines to a syslog server, in the format of RFC 5424."""

import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult

from .lines import Line

PORT = 514
SECONDS = 5.0
# Facility 13 is "log audit", severity 6 "informational" (RFC 5424, section 6.2.1).
_PRIORITY = 13 * 8 + 6


def message(line: Line) -> str:
    """Return a line as a message: priority, version, time, host, application, process, id, data."""
    host = socket.gethostname() or "-"
    head = f"<{_PRIORITY}>1 {line.time} {host} weather-desk {os.getpid()} {line.type} -"
    return f"{head} {line}"


def send(server: SplitResult, lines: Sequence[Line]) -> None:
    """Send the lines to syslog+tcp://host:port or syslog+udp://host:port. Raises OSError.

    UDP reports no loss. Over TCP each message is preceded by its length (RFC 6587, section 3.4.1),
    and the call waits until the server closes the connection: it has read everything by then.
    """
    where = (server.hostname or "", server.port or PORT)
    messages = [message(line).encode() for line in lines]
    if server.scheme == "syslog+udp":
        family, kind, protocol, _, address = socket.getaddrinfo(*where, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as udp:
            for each in messages:
                udp.sendto(each, address)
        return
    with socket.create_connection(where, timeout=SECONDS) as tcp:
        tcp.sendall(b"".join(b"%d %s" % (len(each), each) for each in messages))
        tcp.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):  # it need not end a connection
            while tcp.recv(4096):
                pass
