"""One signed POST request, with limits on everything that the other side decides."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import SplitResult

import certifi
from django.conf import settings
from standardwebhooks import Webhook

from .addresses import Forbidden, checked_url, resolved

# The whole request, from connecting to the answer's last byte. Seconds.
DEADLINE_SECONDS = 15.0
# How much of a response is read, and how much of that is logged. Bytes, characters.
ANSWER_BYTES, ANSWER_KEPT = 65_536, 1000
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


class Result(NamedTuple):
    """The result of a request. status: None without a response; error: "" with one."""

    status: int | None
    seconds: float
    error: str = ""
    answer: str = ""

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver has it: an answer of 200 to 299."""
        return self.status is not None and 200 <= self.status < 300


def headers_of(event_id: str, text: str, secrets: Sequence[str]) -> dict[str, str]:
    """Return the headers of Standard Webhooks: id, time, and a signature by each secret."""
    now = datetime.now(UTC).replace(microsecond=0)
    signatures = [Webhook(secret).sign(event_id, now, text) for secret in secrets]
    return {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "weather-desk",
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def post(url: str, *, event_id: str, text: str, secrets: Sequence[str]) -> Result:
    """Send an event and return the result; raises nothing for the receiver's behaviour.

    Redirects are answers like others: following one would bypass the check of addresses.
    """
    began = time.monotonic()
    try:
        parts = checked_url(url)
        connection = _Connection(parts, *resolved(parts))
    except (Forbidden, OSError) as error:
        return Result(None, time.monotonic() - began, _reason(error))
    # A timeout applies to each read: a receiver that sends a byte a second would hold the thread
    # for ever.
    timer = threading.Timer(DEADLINE_SECONDS, connection.abort)
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, text.encode(), headers_of(event_id, text, secrets))
        answer = connection.getresponse()
        if connection.is_aborted:  # the library accepts truncated headers as complete
            raise TimeoutError
        return Result(answer.status, time.monotonic() - began, "", _body(answer))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = TimeoutError() if connection.is_aborted else error
        return Result(None, time.monotonic() - began, _reason(reason))
    finally:
        timer.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """Connects to the checked address; TLS is verified for the URL's host."""

    def __init__(self, url: SplitResult, address: str, port: int) -> None:
        super().__init__(url.hostname or "", port, timeout=DEADLINE_SECONDS)
        self._url = url
        self._address = (address, port)
        if url.scheme == "https":
            self.default_port = 443  # of the Host header
        self.is_aborted = False

    def connect(self) -> None:
        """Connect, and verify the certificate if the URL is https."""
        self.sock = socket.create_connection(self._address, timeout=self.timeout)
        if self.is_aborted:
            raise TimeoutError
        if self._url.scheme == "https":
            self.sock = _tls().wrap_socket(self.sock, server_hostname=self._url.hostname)

    def abort(self) -> None:
        """Abort the connection, from another thread."""
        self.is_aborted = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()


def _body(answer: http.client.HTTPResponse) -> str:
    """Return the beginning of a response's body; only the status decides."""
    try:
        read = answer.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as error:
        read = getattr(error, "partial", b"")
    return read.decode("utf-8", "replace")[:ANSWER_KEPT].replace("\0", "")


@cache
def _tls() -> ssl.SSLContext:
    # The machine's authorities, the public ones if it has none, and a desk's own (WEBHOOK_CA_FILE).
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if settings.WEBHOOK_CA_FILE:
        context.load_verify_locations(cafile=settings.WEBHOOK_CA_FILE)
    return context


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not valid: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"no whole answer within {DEADLINE_SECONDS:g} s"
    text = getattr(error, "strerror", None) or str(error)
    return text[:300] or type(error).__name__
