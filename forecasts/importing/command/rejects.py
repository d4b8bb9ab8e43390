"""Writes the refused rows to a file that can be corrected and imported again."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from forecasts.importing.reading.reading import Reading
from forecasts.importing.rows.row import Refused
from forecasts.rules.formulas import REASON, line_with_guards, with_guard

Reject = Callable[[Refused], object]


class NotWritable(Exception):
    """The file of the rejects can't be written; the text is for the user."""


@contextmanager
def rejects_in(path: Path | None, source: str, reading: Reading) -> Iterator[Reject]:
    """Yield a function that writes a refused row. Raises NotWritable.

    A table keeps the lines before its header, its header and delimiter; the last column is the
    reason. Our own JSON is written as our own CSV; of other JSON the number, the column, the value
    and the reason, which is for reading only.
    """
    if path is None:
        yield lambda _row: None
        return
    if Path(source).exists() and path.exists() and path.samefile(source):
        raise NotWritable(f"--rejects {path}: that is the file to import")
    try:
        file = path.open("w", encoding="utf-8", errors="surrogateescape", newline="")
    except OSError as why:
        raise NotWritable(f"--rejects {path}: {why.strerror or why}") from why
    with file:
        writer = csv.writer(file, delimiter=reading.delimiter, lineterminator="\n")
        header = [name for name in reading.header if name != REASON]
        for line in reading.before:
            file.write(line_with_guards(line.rstrip("\r\n")) + "\n")
        names = header or [reading.counts, "column", "value"]
        writer.writerow([*map(with_guard, names), REASON])

        def reject(row: Refused) -> None:
            records = row.records or ((str(row.number), row.column, row.value),)
            for record in records:
                cells = record[: len(header)] if row.records else record
                writer.writerow([with_guard(cell) for cell in (*cells, str(row))])

        yield reject
