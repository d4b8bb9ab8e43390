"""waitress's connection, with a limit on how long a request may take to arrive.

waitress reads a whole request before it occupies a thread, so that slow clients do not delay
others. But it closes a connection only when nothing arrives: a client that sends a byte from time
to time keeps it open.
"""

import time
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from weather.http.limits import refusal
from weather.http.problems import problem


class Refused:
    """The response to a request refused by its headers, in the form of waitress's errors."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response

    def to_response(self, _ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return the status line, the headers and the body."""
        status = f"{self.response.status_code} {self.response.reason_phrase}"
        return status, list(self.response.items()), self.response.content


class RequestParser(HTTPRequestParser):
    """Refuses a request by its headers, before any of its body is read."""

    error: Any  # waitress's own error, or ours

    def received(self, data: bytes) -> int:
        """Parse the data; return how much of it belongs to this request."""
        begins = not self.headers_finished
        consumed: int = super().received(data)
        if begins and self.headers_finished and not self.empty and self.error is None:
            refused = refusal(
                length=self.headers.get("CONTENT_LENGTH", ""),
                transfer_encoding="chunked" if self.chunked else "",
                content_type=self.headers.get("CONTENT_TYPE", ""),
            )
            if refused is not None:
                self.error, self.completed = Refused(refused), True
        if self.error is not None and not isinstance(self.error, Refused):
            self.error = Refused(_problem_of(self.error))
        return consumed


def _problem_of(error: Any) -> HttpResponse:
    """Return the problem for a request that waitress could not parse."""
    status = HTTPStatus(error.code)
    too_large = status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    detail = "The headers are too large." if too_large else "The request is not HTTP/1.1."
    return problem(status, detail, type_="" if status != HTTPStatus.BAD_REQUEST else "malformed")


class Channel(HTTPChannel):
    """A connection that is closed when a request takes longer than REQUEST_SECONDS to arrive."""

    parser_class = RequestParser
    _began = 0.0  # when the request that is arriving began; monotonic clock

    def received(self, data: bytes) -> bool:
        """Parse the data, or close the connection if the request takes too long."""
        now = time.monotonic()
        if self.request is None:
            self._began = now
        elif now - self._began > settings.REQUEST_SECONDS:
            self.will_close = True
            return False
        taken: bool = super().received(data)
        return taken
