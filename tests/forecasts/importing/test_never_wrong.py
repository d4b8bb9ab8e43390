"""No value is imported wrong silently: units, tenths, parts of days, packed and unusual files."""

import gzip
import zipfile
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from forecasts.importing.reading.plausible import doubt_about_celsius
from forecasts.importing.rows.seen import SeenDays
from forecasts.models import Forecast
from forecasts.rules.formulas import with_guard, without_guard


def imported(*arguments: object) -> list[str]:
    said = StringIO()
    call_command("import_forecasts", *map(str, arguments), stdout=said, skip_checks=True)
    return said.getvalue().splitlines()


def degrees() -> list[float]:
    rows = Forecast.objects.order_by("date", "id").values_list("temperature_c", flat=True)
    return [float(value) for value in rows]


def written(folder: Path, text: str, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.once
@pytest.mark.parametrize(
    ("values", "likely"),
    [
        (["53", "61", "75", "88", "70"], "F"),
        (["41", "45", "38", "52"], "F"),
        (["285.1", "290.4", "270.2"], "K"),
        (["-50", "215", "106", "-120", "88"], "0.1C"),
        ([str(n) for n in [10, 40, 5, 50, 20] * 6], "0.1C"),
    ],
)
def test_values_that_are_unlikely_in_celsius_are_questioned(values: list[str], likely: str) -> None:
    found = doubt_about_celsius([Decimal(value) for value in values], assumed=True)
    assert found is not None
    assert found[1] == likely


@pytest.mark.once
@pytest.mark.parametrize(
    "values", [[], ["-3.4"], ["12.5", "38.1", "45.9"], ["0", "5", "-12", "30"], ["3", "100.1", "4"]]
)
def test_plausible_values_are_not_questioned(values: list[str]) -> None:
    assert doubt_about_celsius([Decimal(value) for value in values], assumed=True) is None


@pytest.mark.once
def test_a_hot_month_with_a_stated_unit_is_not_questioned() -> None:
    assert doubt_about_celsius([Decimal(46)] * 31, assumed=False) is None


STATIONS = (
    '"STATION","DATE","NAME","TMAX","TMAX_ATTRIBUTES","TMIN","TMIN_ATTRIBUTES"\n'
    '"A1","2024-01-01","Oslo","  106",",,E"," -10",",X,E"\n'
    '"A1","2024-01-02","Oslo","  999",",X,E"," -20",",,E"\n'
)
ELEMENTS = (
    "AGE00135039,20240101,TMAX,106,,,E,\n"
    "AGE00135039,20240101,PRCP,7,,X,E,\n"
    "AGE00135039,20240102,TMAX,999,,X,E,\n"
)
FIXED = "ITE00100554202402TMAX  -36  E  999 XE\n"
ORDERED = (
    'NAME,DATE,TMAX,TMAX_ATTRIBUTES\nOslo,2024-01-01,10.6,",,E"\nOslo,2024-01-02,99.9,",X,E"\n'
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name", "options", "good", "refused"),
    [
        (STATIONS, "in.csv", [], 10.6, "TMAX '  999'"),
        (STATIONS, "in.csv", ["--map", "TMIN=temperatureC"], -2.0, "TMIN ' -10'"),
        (ELEMENTS, "in.csv", [], 10.6, "DATA_VALUE '999'"),
        (FIXED, "in.dly", [], -3.6, "TMAX '999'"),
        (ORDERED, "in.csv", [], 10.6, "TMAX '99.9'"),
    ],
)
def test_values_that_failed_the_service_s_own_check_are_refused(
    tmp_path: Path, text: str, name: str, options: list[str], good: float, refused: str
) -> None:
    report = "\n".join(imported(written(tmp_path, text, name), *options))
    assert f"{refused}: failed the weather service's own quality check (flag X)" in report
    assert "1 imported, 1 refused" in report
    assert degrees() == [good]


@pytest.mark.django_db
def test_fahrenheit_in_a_column_without_a_unit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "date,temp\n2026-07-01,88\n2026-07-02,91\n2026-07-03,79\n")
    with pytest.raises(CommandError, match="column temp: values from 79 to 91 are hardly °C; use"):
        imported(path, "--map", "temp=temperatureC")
    assert degrees() == []
    imported(path, "--map", "temp=temperatureC", "--unit", "F")
    assert degrees() == [31.1, 32.8, 26.1]


@pytest.mark.django_db
def test_a_terminal_is_asked_for_the_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "date,temp\n2026-07-01,88\n2026-07-02,91\n")
    answers = iter(["°X", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    said = imported(path, "--map", "temp=temperatureC")
    assert degrees() == [31.1, 32.8]
    assert "'°X' is none of C/F/K/0.1C." in said


@pytest.mark.django_db
def test_the_day_of_hours_is_chosen(tmp_path: Path) -> None:
    hours = "".join(f"2026-01-01T{hour:02}:00,{hour}\n" for hour in range(24))
    path = written(tmp_path, f"time,temp_c\n{hours}")
    for chosen, expected in (("max", 23), ("min", 0), ("mean", 11.5)):
        imported(path, "--day-of", chosen, "--existing", "update")
        assert degrees() == [expected]


@pytest.mark.django_db
def test_hours_of_several_places_without_a_place_are_refused(tmp_path: Path) -> None:
    hours = "".join(f"2026-01-01T{hour:02}:00,{hour}\n" * 2 for hour in range(24))
    with pytest.raises(CommandError):
        imported(written(tmp_path, f"time,temp_c\n{hours}"))
    assert degrees() == []


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-16"])
def test_a_named_encoding_may_have_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"  # this one writes it
    path = tmp_path / "in.csv"
    path.write_bytes(f"{mark}date,tempC,location\n2026-01-01,1,Ålesund\n".encode(encoding))
    imported(path, "--encoding", encoding)
    assert degrees() == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_a_question_without_an_answer_imports_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    def nothing(_prompt: str) -> str:
        raise end

    path = written(tmp_path, "date,temp\n2026-07-01,88\n2026-07-02,91\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", nothing)
    with pytest.raises(CommandError, match="use --unit F"):
        imported(path, "--map", "temp=temperatureC")
    assert degrees() == []


@pytest.mark.django_db
def test_the_same_day_twice_is_named(tmp_path: Path) -> None:
    said = imported(written(tmp_path, "date,tempC\n2026-01-01,1\n2026-01-01,2\n"))
    assert degrees() == [1]
    assert "line 3: date 2026-01-01: the same date and place stand twice in this file" in said[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Day;Month;Year;T\n31;1;2026;3,5\n", ["--map", "Year+Month+Day=date", "T=temperatureC"]),
        ("d|t\n01/02/26|3.5\n", ["--map", "d=date", "t=temperatureC", "--date-format", "DD/MM/YY"]),
        ("junk\n\"\njunk,junk\ndate,tempC\n2026-02-01,3.5\n", ["--skip-lines", "3"]),
        ("date~tempC\n2026-02-01~3.5\n", ["--delimiter", "~"]),
        ("date,tempC,q\n2026-02-01,9.9,x\n2026-02-01,3.5,ok\n", ["--where", "q=ok"]),
        ("date\ttempC\n2026-02-01\t3,500\n", ["--delimiter", "tab", "--decimal", ","]),
        ("date,tempC\n2026-02-01,3.5\n2026-02-02,-1\n", ["--missing", "-1,-2"]),
    ],
)  # fmt: skip
def test_the_options_supply_facts_that_the_file_does_not_state(
    tmp_path: Path, text: str, options: list[str]
) -> None:
    imported(written(tmp_path, text), *options)
    assert degrees() == [3.5]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--missing", "a"], "--missing: 'a' is not numbers"),
        (["--where", "a"], "--where: 'a' is not COLUMN=VALUE"),
        (["--where", "a=b"], "column a: not in the header (date, tempC)"),
        (["--date-format", "YYYY"], "'YYYY' has no day, month and year"),
        (["--delimiter", "ab"], "one character, such as ; or tab"),
        (["--encoding", "klingon"], "'klingon' is not a text encoding"),
        (["--encoding", "hex"], "'hex' is not a text encoding"),
        (["--encoding", "undefined"], "'undefined' is not a text encoding"),
        (["--encoding", "utf-16"], "in.csv, line 1: not text in utf-16"),
        (["--where", "date=a", "--where", "date=b"], "--where: date stands twice"),
        (["--unit", "R"], "invalid choice: 'R'"),
        (["--map", "a+b=date"], "column a: not in the header"),
    ],
)
def test_a_wrong_option_is_named(tmp_path: Path, options: list[str], message: str) -> None:
    path = written(tmp_path, "date,tempC\n2026-01-01,1\n")
    with pytest.raises(CommandError) as caught:
        imported(path, *options)
    assert message in str(caught.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("encoding", "says"), [("cp1252", True), ("utf-8", False), ("utf-8-sig", False)]
)
def test_the_report_says_when_windows_1252_was_assumed(
    tmp_path: Path, encoding: str, says: bool
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("date,tempC,location\n2026-02-01,3.5,Orléans\n".encode(encoding))
    said = StringIO()

    call_command("import_forecasts", str(path), stdout=said)

    assert Forecast.objects.get().location == "Orléans"
    assert ("read as Windows-1252" in said.getvalue()) is says


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "iso-8859-2"])
def test_each_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.csv"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_text(f"{mark}date,tempC,location\n2026-01-01,1,Łódź\n", encoding=encoding)
    options = ["--encoding", encoding] if encoding == "iso-8859-2" else []
    imported(path, *options)
    assert Forecast.objects.get().location == "Łódź"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x1f\x8b\x08\x00broken", "in.csv"),
        (gzip.compress(b"date,tempC\n" * 1000)[:-20], "in.csv"),
        (b"PK\x03\x04broken", "in.csv: a broken or protected archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls workbook; save it as .xlsx or CSV"),
        (b"<!DOCTYPE html><html><body>No</body></html>", "looks like a web page"),
        (b"%PDF-1.7\n\x00\x01", "not text: binary"),
    ],
)
def test_a_file_without_data_is_a_one_line_error(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        imported(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.django_db
def test_a_zip_of_several_files_is_refused_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "date,tempC\n2026-01-01,1\n")
        archive.writestr("../b.csv", "date,tempC\n2026-01-01,1\n")
    with pytest.raises(CommandError, match=r"holds 2 data files \('a.csv', '../b.csv'\)"):
        imported(path)


@pytest.mark.once
@given(st.text(max_size=8) | st.from_regex(r"'*[=+\-@].{0,4}", fullmatch=True))
def test_a_guard_can_be_removed(cell: str) -> None:
    guarded = with_guard(cell)
    assert without_guard(guarded) == cell
    assert guarded[:1] not in ("=", "@", "\t", "\r")


@pytest.mark.once
@given(st.lists(st.tuples(st.dates(), st.sampled_from(["a", "b"])), max_size=60))
def test_a_repeated_day_is_recognised(days: list[tuple[date, str]]) -> None:
    seen = SeenDays()
    before: set[tuple[date, str]] = set()
    for day in days:
        assert seen.again(*day) == (day in before)
        before.add(day)


@pytest.mark.django_db
def test_a_winter_in_fahrenheit_is_recognised_by_the_place_s_other_winters(tmp_path: Path) -> None:
    days = "".join(f"2025-01-{day:02},{day / 10 - 2:.1f},Oslo\n" for day in range(1, 21))
    imported(written(tmp_path, f"date,tempC,location\n{days}"))
    again = "".join(f"2026-01-{day:02},{28 + day / 10:.1f},Oslo\n" for day in range(1, 21))
    path = written(tmp_path, f"date,high,location\n{again}", "fahrenheit.csv")
    with pytest.raises(CommandError, match=r"in month 1, but Oslo has -0.9 °C; use --unit F"):
        imported(path, "--map", "high=temperatureC")
    imported(path, "--map", "high=temperatureC", "--unit", "F")
    assert degrees()[20] == -2.2


@pytest.mark.django_db
def test_a_cold_winter_is_not_taken_for_another_unit(tmp_path: Path) -> None:
    for year, degrees_of_it in ((2025, 0), (2026, -14)):
        days = "".join(f"{year}-01-{day:02},{degrees_of_it},Oslo\n" for day in range(1, 21))
        path = written(tmp_path, f"date,high,location\n{days}", f"{year}.csv")
        imported(path, "--map", "high=temperatureC")
    assert len(degrees()) == 40


@pytest.mark.django_db
def test_a_second_table_in_the_file_is_not_read_as_the_first(tmp_path: Path) -> None:
    hours = "".join(f"2026-01-01T{hour:02}:00,{hour},1\n" for hour in range(24))
    text = f"time,temperature_2m (°C),rain (mm)\n{hours}\ntime,temperature_2m_min (°C),x\n"
    path = written(tmp_path, f"{text}2026-01-01,-5,0\n2026-01-02,-6,0\n")
    said = imported(path)
    assert degrees() == [23]
    (note,) = [line for line in said if "begins another table" in line]
    assert note.startswith("Line 27 ")
    imported(path, "--skip-lines", "26", "--map", "temperature_2m_min (°C)=temperatureC",
             "--existing", "add")  # fmt: skip
    assert degrees() == [23, -5, -6]


@pytest.mark.django_db
def test_a_repeated_header_is_not_a_row(tmp_path: Path) -> None:
    said = imported(written(tmp_path, "date,tempC\n2026-01-01,1\ndate,tempC\n2026-01-02,2\n"))
    assert degrees() == [1, 2]
    assert "0 refused" in said[-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "fahrenheit"),
    [
        (["39,30.2,70.4", "45,33.8,64.5", "28,21,74.5"], True),
        (["3.9,-1,70.4", "7.2,1,64.6", "-2.2,-6.1,74.4"], False),
    ],
)
def test_dew_point_and_humidity_determine_the_unit(
    tmp_path: Path, rows: list[str], fahrenheit: bool
) -> None:
    lines = "".join(
        f"Oslo,2026-01-0{n},{row.split(',')[0]},0,{row}\n" for n, row in enumerate(rows, 1)
    )
    path = written(tmp_path, f"name,datetime,tempmax,tempmin,temp,dew,humidity\n{lines}")
    if fahrenheit:
        with pytest.raises(CommandError, match="fit together in °F only; use --unit F"):
            imported(path)
    else:
        imported(path)
    assert len(degrees()) == (0 if fahrenheit else 3)
