"""Reads forecasts in chunks, so that a file of any length takes little memory and no lasting lock.

Each chunk is a separate query: changes during the export may be included or not.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Final

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.db.models import QuerySet

from forecasts.db.sort_order import ORDERS, beyond
from forecasts.models import Forecast

from .formats import Format

CHUNK: Final = 1_000


def chunks(found: QuerySet[Forecast]) -> Iterator[list[Forecast]]:
    """Yield the forecasts by date, location and id."""
    last: Forecast | None = None
    while rows := _after(found, last):
        yield rows
        last = rows[-1]


def written(found: QuerySet[Forecast], format_: Format) -> Iterator[str]:
    """Yield the file, in parts."""
    yield format_.start()
    for rows in chunks(found):
        yield "".join(format_.row(row) for row in rows)
    yield format_.end()


async def streamed(found: QuerySet[Forecast], format_: Format) -> AsyncIterator[str]:
    """Yield the file in parts; the queries run in the request's thread."""
    parts = written(found, format_)
    while (part := await sync_to_async(_next)(parts)) is not None:
        yield part


def _next(parts: Iterator[str]) -> str | None:
    part = next(parts, None)
    close_old_connections()  # a slow reader holds no connection
    return part


def _after(found: QuerySet[Forecast], last: Forecast | None) -> list[Forecast]:
    rest = found.filter(beyond(last, "gt")) if last else found
    return list(rest.order_by(*ORDERS["date"])[:CHUNK])
