"""Statements outside of transactions wait for the lock, and hold up no other thread meanwhile."""

import gc
import threading
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from weather.sqlite3.patient_cursor import PatientCursor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="is SQLite's"
    ),
]


def write() -> None:
    """Write one statement outside of a transaction."""
    Session.objects.filter(session_key="made").update(session_data="written")


def in_a_thread(work: Callable[[], None]) -> tuple[threading.Thread, list[Exception]]:
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failed


def test_a_statement_waits_until_another_transaction_has_ended() -> None:
    Session.objects.create(session_key="made", session_data="", expire_date=timezone.now())
    with transaction.atomic():
        Session.objects.filter(session_key="made").update(session_data="locked")
        thread, failed = in_a_thread(write)
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)

    assert not failed
    assert Session.objects.get().session_data == "written"


def test_a_statement_gives_up_after_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with transaction.atomic():
        Session.objects.filter(session_key="made").update(session_data="locked")
        thread, failed = in_a_thread(write)
        thread.join(10)

    assert [type(error) for error in failed] == [OperationalError]


def test_the_garbage_collector_does_not_wait_for_another_thread_s_statement() -> None:
    waits = threading.Event()

    def leave_garbage_and_write() -> None:
        connection.ensure_connection()
        cursor = connection.connection.cursor(lambda of: PatientCursor(of, seconds=1.0))
        cursor.execute("SELECT 1 UNION SELECT 2")  # unfinished: freeing it resets the statement
        cycle: list[object] = [cursor]
        cycle.append(cycle)
        del cycle, cursor
        waits.set()
        write()

    gc.disable()  # the thread would free its garbage by itself
    try:
        with transaction.atomic():
            Session.objects.filter(session_key="made").update(session_data="locked")
            thread, failed = in_a_thread(leave_garbage_and_write)
            assert waits.wait(10)
            time.sleep(0.2)  # until its statement waits
            assert thread.is_alive()
            # While SQLite waits, this would wait too, with the lock: until the timeout of 20 s.
            gc.collect()
        thread.join(30)
    finally:
        gc.enable()

    assert not failed
