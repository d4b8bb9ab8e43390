"""Statements that run while Python goes on."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from tools.kit.waiting import eventually
from weather.journal.background import Background

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite works in the thread that asks it"
    ),
]
_ADD = "INSERT INTO forecasts_importedfile (digest, imported_at) VALUES (%s, now())"


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Yield another connection to the database."""
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters, autocommit=True) as opened:
        yield opened


def add(*digests: str, then: Callable[[], object] = lambda: None) -> None:
    """Insert rows in one transaction and call `then` before it waits for the last one."""
    with transaction.atomic(), Background() as background:
        for digest in digests:
            background.run(_ADD, [digest])
        then()


def files() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM forecasts_importedfile ORDER BY digest")
        return [digest for (digest,) in cursor.fetchall()]


def test_the_block_goes_on_while_a_statement_runs(beside: psycopg.Connection) -> None:
    def is_waiting() -> bool:
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = %s"
        return beside.execute(waits, [pid]).fetchone() == (1,)

    beside.execute("SELECT pg_advisory_lock(1)")
    with transaction.atomic(), Background() as background:
        pid = connection.connection.info.backend_pid
        background.run("SELECT pg_advisory_xact_lock(1)", [])
        eventually(is_waiting, seconds=4, what="the statement")
        beside.execute("SELECT pg_advisory_unlock(1)")


def test_statements_run_in_their_order_and_have_ended_with_the_block() -> None:
    with transaction.atomic():
        with Background() as background:
            background.run(_ADD, ["a'\\%"])
            background.run("UPDATE forecasts_importedfile SET digest = digest || %s", ["b"])
        assert files() == ["a'\\%b"]


def test_a_statement_that_fails_raises_at_the_next_one_and_undoes_all() -> None:
    with pytest.raises(IntegrityError, match="digest"):
        add("a", "a", "b")

    assert files() == []


def test_a_statement_that_fails_raises_at_the_end_of_the_block() -> None:
    with pytest.raises(IntegrityError, match="digest"):
        add("a", "a")

    assert files() == []


@pytest.mark.parametrize("last", ["a", "b"], ids=["the statement fails too", "it does not"])
def test_an_error_of_the_block_is_raised_and_the_connection_works_on(last: str) -> None:
    with pytest.raises(ZeroDivisionError):
        add("a", last, then=lambda: 1 / 0)

    assert files() == []


def test_a_text_with_a_nul_character_is_refused_and_not_cut() -> None:
    with pytest.raises(DataError, match="NUL"):
        add("a\0b")

    assert files() == []


def test_a_connection_that_is_lost_meanwhile_is_an_error(beside: psycopg.Connection) -> None:
    def end_it() -> None:
        pid = connection.connection.info.backend_pid
        beside.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])

    with pytest.raises(OperationalError):
        add("a", then=end_it)

    assert files() == []
