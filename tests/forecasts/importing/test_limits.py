"""Small files that unpack to large ones, or that take much memory, are refused while they are read.

The tests assert what was read, and the limit that the error names.
"""

import gzip
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from forecasts.importing.files import workbook
from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.files.limits import COMMAND, UPLOAD, Limits, TooLarge
from forecasts.importing.files.opening import opened_content
from forecasts.importing.files.text_lines import TextLines
from forecasts.importing.reading.detect import reading_of
from forecasts.importing.reading.table_file import first_rows
from forecasts.importing.rows.row import Row
from forecasts.importing.rows.temperatures import Temperatures
from forecasts.importing.sources.base import Wishes
from tests.forecasts.importing.workbooks import workbook as workbook_of

pytestmark = pytest.mark.django_db

HEADER = b"date,tempC\n"
NDJSON = b'{"date":"2026-01-01","temperatureC":1}\n'
LAST_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def rows_of(content: bytes, folder: Path, limits: Limits = UPLOAD) -> Iterator[Row]:
    path = folder / "in"
    path.write_bytes(content)
    with opened_content(str(path), limits=limits) as opened:
        yield from reading_of(opened, Wishes()).rows


def refused(content: bytes, folder: Path, limits: Limits = UPLOAD) -> str:
    """Read the file to the limit and return the error."""
    with pytest.raises(TooLarge) as error:
        for _row in rows_of(content, folder, limits):
            pass
    return str(error.value)


def must_not_be_called(*_: Any, **__: Any) -> Any:
    raise AssertionError


@pytest.mark.parametrize(
    "content",
    [
        HEADER + b"\n" * 300_000,
        HEADER + b"\r" * 300_000,
        HEADER + b"  \n" * 300_000,
        b"#\n" + HEADER + b"#\n" * 300_000,
        HEADER + b'"' + b"\n" * 300_000,
        HEADER + b'"\n",' * 300_000,
        NDJSON * 2 + b"\n" * 300_000,
    ],
)
def test_lines_without_a_row_are_counted_too(content: bytes, tmp_path: Path) -> None:
    assert refused(gzip.compress(content), tmp_path) == "in: more than 250,000 lines"


def test_no_line_is_read_beyond_the_limit() -> None:
    file = BufferedReader(BytesIO(b"x\n" * 100))
    lines = TextLines(file, "in", limits=replace(COMMAND, lines=10))
    with pytest.raises(TooLarge, match="more than 10 lines"):
        list(lines)
    assert lines.number == 10


def test_a_file_with_as_many_lines_as_allowed_is_read(tmp_path: Path) -> None:
    rows = rows_of(HEADER + b"2026-01-01,1\n" * 9, tmp_path, replace(COMMAND, lines=10, cells=20))
    assert len(list(rows)) == 9


def test_the_cells_of_a_table_are_counted_before_a_line_is_split(tmp_path: Path) -> None:
    wide = HEADER + (b"," * 10_000 + b"\n") * 300
    assert "line 201: more than 2,000,000 cells" in refused(gzip.compress(wide), tmp_path)


@pytest.mark.parametrize("limits", [UPLOAD, COMMAND])
def test_a_header_is_not_looked_for_in_very_wide_lines(limits: Limits, tmp_path: Path) -> None:
    wide = HEADER + b"," * 900_000
    assert refused(wide, tmp_path, limits) == "in, line 2: more than 16,384 columns"


@pytest.mark.parametrize(
    "content",
    [b"[" + b"[]," * 5_000_000 + b"1]", b"[" + b"{}," * 300_000 + b"1]", b"[" * 600_000],
)
def test_json_of_many_values_is_not_parsed(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json, "loads", must_not_be_called)
    assert refused(gzip.compress(content), tmp_path) == "in: more than 500,000 values"


def test_an_uploaded_archive_may_unpack_to_16_mib(tmp_path: Path) -> None:
    content = gzip.compress(b"[" + b"[]," * 21_000_000 + b"1]")
    assert len(content) < 100_000
    assert refused(content, tmp_path) == "in: unpacks to more than 16 MiB"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in.csv", HEADER + (b"x" * 100_000 + b"\n") * 300)
    assert refused(packed.getvalue(), tmp_path).startswith("in: unpacks to more than 16 MiB")


@pytest.mark.parametrize("limits", [UPLOAD, COMMAND])
@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>' + LAST_CELL,
        LAST_CELL.replace("X", "&#88;"),
        f"<x:row xmlns:x='x' r='1048576'>{'<x:c><x:v>1</x:v></x:c>' * 200}</x:row>",
        '<row r="1048576">' + '<c t="inlineStr"><is><t>1</t></is></c>' * 200 + "</row>",
    ],
)
def test_room_for_the_empty_cells_of_a_sheet_is_not_made(
    rows: str, limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "python_calamine", None)
    assert "save it as CSV" in refused(workbook_of(rows), tmp_path, limits)


def test_a_sheet_s_empty_formatted_cells_are_not_counted(tmp_path: Path) -> None:
    rows = '<row r="1"><c t="inlineStr"><is><t>date</t></is></c><c t="inlineStr"><is><t>tempC'
    rows += '</t></is></c></row><row><c t="inlineStr"><is><t>2026-01-01</t></is></c><c><v>1</v>'
    rows += '</c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert len(list(rows_of(workbook_of(rows), tmp_path))) == 1


def test_the_elements_of_a_sheet_are_counted(tmp_path: Path) -> None:
    rows = "<row>" + "<c/>" * 2_000_000 + "</row>"
    assert "more than 500,000 cells" in refused(workbook_of(rows), tmp_path)


def test_only_the_first_sheets_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    whole = python_calamine.CalamineWorkbook

    class Counting:
        def __init__(self, file: Any) -> None:
            self._book = whole.from_filelike(file)
            self.sheet_names = self._book.sheet_names

        @classmethod
        def from_filelike(cls, file: Any) -> "Counting":
            return cls(file)

        def get_sheet_by_name(self, name: str) -> Any:
            looked.append(name)
            return self._book.get_sheet_by_name(name)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Counting)
    with pytest.raises(UnreadableFile, match="is empty"):
        list(rows_of(workbook_of("<row/>", sheets=1000), tmp_path))
    assert len(looked) == 10


def test_a_workbook_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    honest = workbook_of("<row>" + "<c/>" * 100_000 + "</row>")
    with zipfile.ZipFile(BytesIO(honest)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    liar = honest.replace(struct.pack("<I", size), struct.pack("<I", 1000))
    with pytest.raises(UnreadableFile, match="Bad CRC-32"):
        list(rows_of(liar, tmp_path))


def test_the_menus_columns_are_under_the_same_limits(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(HEADER + b"2026-01-01,1\n" * 30)
    with opened_content(str(path), limits=replace(COMMAND, lines=10)) as content:
        _names, rows = first_rows(content, Wishes())
    assert len(rows) == 9


def test_a_cell_of_many_spaces_is_refused_in_linear_time() -> None:
    """With one more unbounded part, the pattern of "21 °C" took minutes for this cell."""
    with pytest.raises(ValueError, match="not a number"):
        Temperatures("C")("1" + " " * 131_000 + "x")
