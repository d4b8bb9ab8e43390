"""The board's counts are those of its head, however many forecasts are created while it is read."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from forecasts.db.snapshot import snapshot
from forecasts.models import Forecast
from forecasts.reads.board import Board, read_board
from forecasts.reads.filters import BoardFilter
from forecasts.reads.locations import MOST_COUNTED, Place, places
from forecasts.reads.view import BoardView
from forecasts.rules.fields import ForecastFields
from forecasts.services import create_forecast
from tests.forecasts.rows import fields, make_forecast
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_connection(work: Callable[[], object]) -> None:
    """Run `work` in a thread, which has a connection of its own, and wait for its end."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def read_while_others_write() -> Board:
    """Read the board; a forecast is committed before each of the queries."""

    def after_a_commit(execute: Callable[..., Any], *query: Any) -> Any:
        in_another_connection(make_forecast)
        return execute(*query)

    with connection.execute_wrapper(after_a_commit):
        return read_board(BoardView(BoardFilter(), range="all"), number=None)


def test_the_counts_are_those_of_the_head() -> None:
    make_forecast()

    board = read_while_others_write()

    known = JournalEntry.objects.filter(position__lte=board.head.position).count()
    assert Forecast.objects.count() > known
    assert board.page.total == len(board.page.rows) == known
    assert board.chart["counts"] == [("Oslo 1", known)]
    assert sum(point.forecasts for point in board.chart["series"][0]["points"]) == known
    assert board.places == [Place("Oslo 1", known)]


def test_a_reader_does_not_wait_for_a_writer_nor_a_writer_for_a_reader() -> None:
    with transaction.atomic():
        make_forecast()
        found: list[int] = []

        def count() -> None:
            with snapshot():
                found.append(Forecast.objects.count())

        in_another_connection(count)
    assert found == [0]

    with snapshot():
        assert Forecast.objects.count() == 1
        in_another_connection(make_forecast)
        assert Forecast.objects.count() == 1
    assert Forecast.objects.count() == 2


def test_a_read_that_fails_leaves_no_transaction() -> None:
    with pytest.raises(ZeroDivisionError), snapshot():
        raise ZeroDivisionError
    make_forecast()
    assert Forecast.objects.count() == 1


def test_places_are_by_name_and_counted_to_a_limit() -> None:
    for location in ("Oslo", "", "Åre", "oslo", *["Bergen"] * (MOST_COUNTED + 5)):
        create_forecast(**ForecastFields({**fields(), "location": location}))

    expected = [("Bergen", MOST_COUNTED), ("Oslo", 1), ("oslo", 1), ("Åre", 1)]
    assert places() == [Place(*each) for each in expected]
