"""Opens JSON: one document of a known source, or our own forecasts line by line."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forecasts.importing.files.errors import UnitUndecided, UnreadableFile
from forecasts.importing.files.json_document import read_json
from forecasts.importing.files.opening import Content
from forecasts.importing.files.text_lines import TextLines
from forecasts.importing.rows.columns import BadColumns, UnitUnknown
from forecasts.importing.rows.row import Refused, Row
from forecasts.importing.rows.units import UNITS
from forecasts.importing.sources.base import Document, Entry, Wishes
from forecasts.importing.sources.open_meteo import is_open_meteo
from forecasts.importing.sources.our_json import OurJson, entry_of, is_ours
from forecasts.importing.sources.registry import documents
from forecasts.texts.options import option
from weather.strict_json import exact_number

from .entry_rows import EntryRows
from .open_meteo_rows import open_open_meteo
from .own_records import OWN_NAMES, record_of_line
from .reading import Reading
from .unknown import no_other_value, unknown_document

_FIRST = 64 * 1024  # bytes in which the first line of NDJSON ends


def open_document(content: Content, wishes: Wishes) -> Reading:
    """Read the whole document. Raises UnreadableFile."""
    if _is_ndjson(content):
        return _open_lines(content, wishes)
    document = read_json(content.stream, content.name, content.limits)
    source = next((known for known in documents() if known.recognises(document)), None)
    try:
        if source is not None:
            return _reading(source, list(source.entries(document)), wishes)
        if is_open_meteo(document) or document == []:
            return open_open_meteo(document, wishes)
        raise unknown_document(document)
    except UnitUnknown as why:
        column = why.column
        raise UnitUndecided(content.name, str(why), column=column, likely=why.likely) from why
    except BadColumns as why:
        raise UnreadableFile(content.name, str(why), column=why.column) from why


def _reading(source: Document, entries: list[Entry], wishes: Wishes) -> Reading:
    rows = EntryRows(source, wishes, _unit(source, entries, wishes))
    if wishes.columns:
        reason = _("%(option)s: only for tables; %(source)s says what is what itself")
        raise BadColumns(reason % {"option": option("map"), "source": _(source.name)})
    if wishes.day_of != "max" and (source.maxima or not source.hours):
        raise no_other_value(wishes.day_of)
    return Reading(
        source=source.name,
        column=f"{source.column} ({UNITS[rows.unit]})",
        rows=rows.rows(entries),
        counts="entry",
        total=len(entries),
        position=lambda row: row.number,
        notes=rows.notes,
        header=OWN_NAMES if source.exact else (),
    )


def _unit(source: Document, entries: list[Entry], wishes: Wishes) -> str:
    units = {entry.unit for entry in entries if entry.unit} or {""}
    unit = wishes.unit or units.pop()
    if unit:
        return unit
    if not entries:
        return source.unit
    raise UnitUnknown(_("the file does not say the unit"), source.column, "F")


def _is_ndjson(content: Content) -> bool:
    start = content.stream.peek(_FIRST)[:_FIRST]
    first, _, rest = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not rest.strip() or not first.startswith(b"{"):
        return False
    try:
        return is_ours(json.loads(first))
    except (ValueError, RecursionError):
        return False


def _open_lines(content: Content, wishes: Wishes) -> Reading:
    source = OurJson()
    if wishes.day_of != "max":
        raise UnreadableFile(content.name, str(no_other_value(wishes.day_of)))
    rows = EntryRows(source, wishes, source.unit)
    lines = TextLines(content.stream, content.name, limits=content.limits)
    return Reading(
        source=gettext_noop("our own NDJSON"),
        column=f"{source.column} (°C)",
        rows=_rows_of_lines(lines, rows),
        counts="line",
        total=content.size,
        position=lambda _row: content.position(),
        notes=rows.notes,
        header=OWN_NAMES,
    )


def _rows_of_lines(lines: TextLines, rows: EntryRows) -> Iterator[Row]:
    for line in lines:
        if not line.strip():
            continue
        try:
            found = json.loads(line, parse_float=exact_number, parse_int=exact_number)
        except (ValueError, RecursionError):
            yield Refused(lines.number, "", "", _("not JSON"), (record_of_line(line),))
            continue
        if is_ours(found):
            yield rows.day(lines.number, entry_of(found))
        else:
            reason = _("not an object with date and temperatureC")
            yield Refused(lines.number, "", "", reason, (record_of_line(line),))
