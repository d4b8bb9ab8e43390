"""Opens a table: CSV, text of fixed columns, or a workbook. One file: they share their refusals."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from forecasts.importing.files.errors import UnitUndecided, UnreadableFile
from forecasts.importing.files.opening import Content
from forecasts.importing.files.parser_texts import parser_text
from forecasts.importing.files.text_lines import TextLines
from forecasts.importing.files.workbook import sheet_rows
from forecasts.importing.rows.cells import NOT_TEXT
from forecasts.importing.rows.columns import BadColumns, UnitUnknown
from forecasts.importing.rows.row import Refused
from forecasts.importing.sources.base import Wishes
from forecasts.rules.formulas import REASON, line_without_guards
from forecasts.texts.options import option

from .reading import Reading
from .survey import SAMPLE, sampled
from .table_plan import Plan, plan_for
from .table_rows import Record
from .table_size import counted_lines, refuse_wide
from .table_top import MOST_LINES, MOST_TRIED, Top, find_top, header_names, recognised
from .unknown import unknown_table


def open_table(content: Content, wishes: Wishes) -> Reading:
    """Find the header of a text table and how to read it; its rows are read one by one, later.

    Raises UnreadableFile when it gives no date and no temperature; UnitUnknown, a BadColumns, if
    only the user can tell the unit.
    """
    lines = TextLines(content.stream, content.name, wishes.encoding, content.limits)
    for _number in range(wishes.skip_lines):
        next(lines, "")
    first = list(lines.peek(MOST_LINES))
    refuse_wide(first, lines.number, content.name)
    try:
        top = find_top(first, wishes)
    except csv.Error as why:
        reason = _("the header is not CSV: %(reason)s") % {"reason": parser_text(str(why))}
        raise UnreadableFile(content.name, reason, line=lines.number + 1) from why
    if top is None:
        raise UnreadableFile(content.name, _("is empty"))
    _refuse_binary(first[: top.at + 1] if top.source else first, content.name)
    before = [next(lines) for _number in range(top.at)]
    if REASON in top.names:
        before = [line_without_guards(line) for line in before]
    if top.has_header:
        next(lines)
    notes = [content.note] if content.note else []
    commented = any(line.startswith("#") for line in before)
    records = _records(lines, top, content, commented=commented)
    if top.source is None:
        raise _unreadable(unknown_table(top.names, first, wishes), content.name, lines.number)
    plan = _planned(top, records, before, wishes, content.name, lines.number)
    return plan.reading(
        content,
        notes=lambda: [*notes, *([lines.note] if lines.note else [])],
        before=before,
        delimiter=top.delimiter or ",",
    )


def first_rows(content: Content, wishes: Wishes) -> tuple[list[str], list[list[str]]]:
    """Return the names in a table's header, as far as one is found, and the first whole rows.

    Raises UnreadableFile.
    """
    if content.is_workbook:
        rows = sheet_rows(content.stream, content.name)
        names = next(rows, [])
        return names, [row for row in islice(rows, SAMPLE) if len(row) == len(names)]
    lines = TextLines(content.stream, content.name, wishes.encoding, content.limits)
    first = list(lines.peek(MOST_LINES))
    refuse_wide(first, lines.number, content.name)
    try:
        top = find_top(first, wishes)
    except csv.Error:
        return [], []
    if top is None:
        return [], []
    before = [next(lines) for _number in range(top.at + top.has_header)]
    commented = any(line.startswith("#") for line in before)
    records = _records(lines, top, content, commented=commented)
    sample, _others = sampled(records)
    rows = (record[1] for record in sample if not isinstance(record, Refused))
    return top.names, [row for row in rows if len(row) == len(top.names)]


def open_workbook(content: Content, wishes: Wishes) -> Reading:
    """Read the first sheet of a workbook like a table. Raises UnreadableFile."""
    rows = list(sheet_rows(content.stream, content.name))
    lines = min(MOST_LINES, max(1, MOST_TRIED // len(rows[0])))
    headers = (header_names(row) for row in rows[:lines])
    tried = ((at, names, recognised(names, wishes.columns)) for at, names in enumerate(headers))
    found = next((each for each in tried if each[2]), None)
    if found is None:
        names = [cell.strip() for cell in rows[0]]
        raise _unreadable(unknown_table(names, [], wishes), content.name, 1)
    at, names, source = found
    numbered = enumerate(rows[at + 1 :], start=at + 2)
    records = ((number, row) for number, row in numbered if any(row))
    top = Top(at, ",", names, source)
    plan = _planned(top, records, [], wishes, content.name, at + 1)
    return plan.reading(content, notes=list, before=[], delimiter=",")


def _planned(
    top: Top,
    records: Iterator[Record | Refused],
    before: Sequence[str],
    wishes: Wishes,
    name: str,
    line: int,
) -> Plan:
    try:
        return plan_for(top, records, before, wishes)
    except UnitUnknown as why:
        raise UnitUndecided(name, str(why), column=why.column, likely=why.likely) from why
    except BadColumns as why:
        raise _unreadable(why, name, line) from why


def _unreadable(why: BadColumns, name: str, line: int) -> UnreadableFile:
    return UnreadableFile(name, str(why), line=line, column=why.column)


def _refuse_binary(lines: Sequence[str], name: str) -> None:
    for number, line in enumerate(lines, start=1):
        if NOT_TEXT.search(line):
            reason = _("not text: binary, or in an encoding to be named with %(option)s")
            reason %= {"option": option("encoding")}
            raise UnreadableFile(name, reason, line=number)


def _records(
    lines: TextLines, top: Top, content: Content, *, commented: bool
) -> Iterator[Record | Refused]:
    if not top.delimiter:  # fixed columns
        yield from ((lines.number, [line.rstrip("\r\n")]) for line in lines)
        return
    counted = counted_lines(lines, top.delimiter, content.name, content.limits)
    reader = csv.reader(counted, delimiter=top.delimiter, strict=True)
    while True:
        number = lines.number + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            yield Refused(number, "", "", _not_csv(number, lines.number, why))
            continue
        if not values or (commented and values[0].startswith("#")):
            continue  # a blank line is no row, nor is a comment
        if len(values) == 1 and not values[0].strip():
            continue
        yield number, values


def _not_csv(first: int, last: int, why: csv.Error) -> str:
    text = _("not CSV: %(reason)s")
    if last > first:
        text = _("not CSV: %(reason)s (read to line %(line)s)")
    return text % {"reason": parser_text(str(why)), "line": last}
