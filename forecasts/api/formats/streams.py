"""Writes the list as CSV or lines of JSON, in constant memory.

Without `limit` it is the whole list. It is read in chunks by keyset, not with a database cursor: a
slow client holds no connection and no transaction, and pgbouncer works.
"""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Final

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework.request import Request

from forecasts.api.reading.pages import headers_of, read_page
from forecasts.api.reading.query import ListQuery
from forecasts.api.reading.rows import Row, read_rows
from forecasts.api.reading.sparse import only
from forecasts.models import Forecast
from forecasts.rules.formulas import with_guard
from forecasts.rules.public_form import as_data

_CHUNK: Final = 2000

Write = Callable[[tuple[str, ...], Iterator[Row]], Iterator[str]]


def streamed(
    query: ListQuery, forecasts: QuerySet[Forecast], request: Request
) -> StreamingHttpResponse:
    """Return the response with the chosen rows in the request's format."""
    renderer = request.accepted_renderer
    write = _FORMATS[renderer.format]
    headers: dict[str, str] = {}
    if query.limit is None:
        rows = _all_rows(query, forecasts)
    else:
        page = read_page(query, forecasts)
        rows, headers = iter(page.rows), headers_of(page, query, request)
    chunks = () if request.method == "HEAD" else _joined(write(query.fields, rows))
    charset = "; charset=utf-8" if renderer.format == "csv" else ""
    response = StreamingHttpResponse(chunks, content_type=renderer.media_type + charset)
    for name, value in headers.items():
        response.headers[name] = value
    name = f'attachment; filename="weatherforecast.{renderer.format}"'
    response.headers["Content-Disposition"] = name
    return response


def _all_rows(query: ListQuery, forecasts: QuerySet[Forecast]) -> Iterator[Row]:
    found = query.filtered(forecasts).order_by(*query.order.fields(backwards=query.backwards))
    place, offset = query.place, query.offset
    while True:
        rows = found
        if place is not None:
            rows = found.filter(query.order.beyond(place, backwards=query.backwards))
        chunk = list(read_rows(rows[offset : offset + _CHUNK]))
        yield from chunk
        if len(chunk) < _CHUNK:
            return
        place, offset = query.order.place_of(chunk[-1]), 0


def _joined(lines: Iterator[str]) -> Iterator[bytes]:
    """Join lines to chunks of about 64 kB, so that the server wakes up less often."""
    pieces: list[str] = []
    size = 0
    for line in lines:
        pieces.append(line)
        size += len(line)
        if size > 65_536:
            yield "".join(pieces).encode()
            pieces, size = [], 0
    yield "".join(pieces).encode()


def _csv(fields: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(fields)
    yield line.text
    for row in rows:
        writer.writerow([_cell(value) for value in only(as_data(row), fields).values()])
        yield line.text


class _Line:
    """A file-like object for csv.writer; keeps the last line."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def _cell(value: object) -> object:
    """Return a text so that no spreadsheet runs it; numbers may begin with a minus."""
    return with_guard(value, numbers_too=True) if isinstance(value, str) else value


def _ndjson(fields: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        data = only(as_data(row), fields)
        yield json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


_FORMATS: Final[dict[str, Write]] = {"csv": _csv, "ndjson": _ndjson}
