"""A process that is frozen at any point of a transaction does not hold the journal for long.

Its line to the database carries so many of its messages and then nothing more, as from a process
that is stopped: the connection stays open, and nobody is told.
"""

import datetime as dt
import socket
import threading
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, connections, transaction

from forecasts.analytics.follower import count
from forecasts.analytics.models import EventCount
from forecasts.models import Forecast
from forecasts.services import import_forecasts
from weather.journal.models import JournalEntry

if TYPE_CHECKING:
    from forecasts.rules.fields import ForecastFields

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no connections to freeze"
    ),
]

# In place of the 10 s of weather/postgresql/base.py.
_IDLE_MILLISECONDS = 1_000
_LOCK_MILLISECONDS = 8_000
# After BEGIN and SET LOCAL: the ids, the rows, the head, the entries and so on, and COMMIT.
_MESSAGES = 10
_DAYS = 20


class _Line:
    """One connection to the database's server, which cut() makes silent after some messages."""

    def __init__(self) -> None:
        settings = connection.settings_dict
        self._upstream = (settings["HOST"], int(settings["PORT"]))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._left: int | None = None
        self.is_silent = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def cut(self, messages: int) -> None:
        """Carry so many messages more to the server."""
        self._left = messages

    def close(self) -> None:
        """End the connection, which both ends hear of."""
        self._listener.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _run(self) -> None:
        near, _ = self._listener.accept()
        far = socket.create_connection(self._upstream)
        self._ends = [near, far]
        threading.Thread(target=self._carry, args=[far, near], daemon=True).start()
        self._carry(near, far, asking=True)

    def _carry(self, source: socket.socket, sink: socket.socket, *, asking: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 20):
                if asking and self._left is not None:
                    if self._left == 0:
                        self.is_silent.set()
                        return
                    self._left -= 1
                sink.sendall(data)


def _write() -> None:
    """Write what a web process and a follower write."""
    rows: list[ForecastFields] = [
        {
            "date": dt.date(2026, 7, 1) + dt.timedelta(days=day),
            "temperature_c": Decimal(day),
            "summary": "Warm",
            "location": f"Place {day % 2}",
        }
        for day in range(_DAYS)
    ]
    import_forecasts(rows=rows)
    count(list(JournalEntry.objects.order_by("-position")[:_DAYS]))


def _limit(name: str, milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = {milliseconds}")


def _write_over(line: _Line, messages: int) -> None:
    """Write in this thread, on a connection over the line."""
    mine = connection.copy()
    options = {"sslmode": "disable", "gssencmode": "disable"}
    place = {"HOST": "127.0.0.1", "PORT": line.port, "OPTIONS": options}
    mine.settings_dict = {**mine.settings_dict, **place}
    connections["default"] = mine
    with suppress(DatabaseError), transaction.atomic():
        _limit("idle_in_transaction_session_timeout", _IDLE_MILLISECONDS)
        line.cut(messages)
        _write()
    with suppress(DatabaseError):
        mine.close()


@pytest.mark.parametrize("messages", range(_MESSAGES))
def test_others_write_whatever_was_its_last_message(messages: int) -> None:
    line = _Line()
    frozen = threading.Thread(target=_write_over, args=[line, messages], daemon=True)
    frozen.start()
    try:
        assert line.is_silent.wait(20)
        with transaction.atomic():
            _limit("lock_timeout", _LOCK_MILLISECONDS)
            _write()
    finally:
        line.close()
        frozen.join(20)

    assert Forecast.objects.count() == JournalEntry.objects.count() == _DAYS
    assert sum(EventCount.objects.values_list("events", flat=True)) == _DAYS
