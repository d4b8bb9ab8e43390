"""The file of refused rows: no formula in it, and it can be corrected and imported."""

import csv
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from forecasts.models import Forecast
from forecasts.rules.formulas import line_with_guards, line_without_guards
from tests.forecasts.importing.test_again import degrees, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    return tmp_path / "rejects.csv"


def rejected(folder: Path, content: str, *options: str, name: str = "in.csv") -> str:
    """Import a file and return its rejects."""
    path = folder / name
    path.write_text(content)
    imported(path, "--rejects", folder / "rejects.csv", *options)
    return (folder / "rejects.csv").read_text()


def formulas_in(text: str, delimiter: str = ",") -> list[str]:
    cells = [cell for row in csv.reader(text.splitlines(), delimiter=delimiter) for cell in row]
    return [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_the_header_and_the_lines_before_it_have_no_formula(tmp_path: Path, rejects: Path) -> None:
    written = rejected(
        tmp_path,
        '=WEBSERVICE("x")\nStation,@b\n"+c";-d|=e\n'
        "date,tempC,=evil(),location\n2026-01-01,1,a,Oslo\n2026-01-02,mild,b,Oslo\n",
    )
    assert formulas_in(written) == []
    assert written.splitlines()[3] == "date,tempC,'=evil(),location,refused because"

    rejects.write_text(written.replace("mild", "2"))
    imported(rejects)
    assert degrees() == [1, 2]


def test_the_corrected_file_is_read_with_the_same_options(tmp_path: Path, rejects: Path) -> None:
    content = "'=day,+max,@where\n2026-01-01,1,Oslo\n2026-01-02,mild,Bergen\n"
    options = ["--unit", "C", "--map", "'=day=date", "+max=temperatureC", "@where=location"]
    written = rejected(tmp_path, content, *options)
    assert written.startswith("''=day,'+max,'@where,refused because\n")

    rejects.write_text(written.replace("mild", "x"))
    imported_again = tmp_path / "again.csv"
    with pytest.raises(Exception, match="nothing was imported"):
        imported(rejects, "--rejects", imported_again, *options)
    assert imported_again.read_text().startswith("''=day,'+max,'@where,refused because\n")
    rejects.write_text(written.replace("mild", "2"))
    imported(rejects, *options)
    assert Forecast.objects.get(temperature_c=Decimal(2)).location == "Bergen"


def test_the_places_before_a_table_are_found_in_its_rejects_too(
    tmp_path: Path, rejects: Path
) -> None:
    content = (
        "latitude,longitude,timezone\n-33.875,-151.21,GMT\n\n"
        "time,temperature_2m_max (°C)\n2026-01-01,1\n2026-01-02,mild\n"
    )
    written = rejected(tmp_path, content)
    assert written.splitlines()[1] == "-33.875,-151.21,GMT"

    rejects.write_text(written.replace("mild", "2"))
    imported(rejects)
    assert len(set(Forecast.objects.values_list("location", flat=True))) == 1


@given(st.lists(st.sampled_from([*"=+-@'\",;\t| x1", "-3.5", "'="]), max_size=12).map("".join))
def test_the_guards_of_a_line_can_be_removed(line: str) -> None:
    guarded = line_with_guards(line)
    assert line_without_guards(guarded) == line


OWN = [
    {"date": "2026-01-01", "temperatureC": 5, "location": "Oslo"},
    {"date": "2026-01-02", "temperatureC": "7", "location": "Oslo", "summary": "=1+1, \nwet"},
    {"date": "2026-01-03", "temperatureC": None, "location": None, "summary": "'=x"},
    {"date": "2026-01-04", "temperatureC": True},
    {"date": ["2026-01-05"], "temperatureC": 3},
]


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_the_rejects_of_our_own_json_can_be_corrected_and_imported(
    form: str, tmp_path: Path, rejects: Path
) -> None:
    lines = [json.dumps(each) for each in OWN]
    content = "\n".join(lines) if form == "ndjson" else f"[{','.join(lines)}]"
    rows = list(csv.DictReader(rejected(tmp_path, content, name=f"in.{form}").splitlines(True)))
    assert [row["temperatureC"] for row in rows] == ["7", "", "true", "3"]
    assert rows[0]["refused because"] == "temperatureC '7': not a number"
    assert formulas_in(rejects.read_text()) == []

    for row, degree in zip(rows, (7, 8, 9, 10), strict=True):
        row["temperatureC"] = str(degree)
    rows[3]["date"] = "2026-01-05"
    with rejects.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert imported(rejects)[0].startswith("Read as our own CSV")
    assert degrees() == [5, 7, 8, 9, 10]
    texts = Forecast.objects.order_by("date").values_list("summary", "location")
    assert list(texts)[1:3] == [("=1+1, \nwet", "Oslo"), ("'=x", "")]


def test_what_is_no_forecast_in_our_own_json_is_rejected_as_it_is(
    tmp_path: Path, rejects: Path
) -> None:
    content = '{"date":"2026-01-01","temperatureC":5}\n\n=not json\n{"temperatureF":50}\n'
    rejected(tmp_path, content, name="in.ndjson")
    rows = list(csv.DictReader(rejects.read_text().splitlines(True)))
    assert [row["date"] for row in rows] == ["'=not json", '{"temperatureF":50}']
    rejects.write_text("date,temperatureC,summary,location,refused because\n2026-01-02,6,,,x\n")
    imported(rejects)
    assert degrees() == [5, 6]


def test_the_rejects_of_another_source_s_json_list_the_values(
    tmp_path: Path, rejects: Path
) -> None:
    sample = Path(__file__).parent / "samples" / "29-open-meteo-part-of-a-day.json"
    with suppress(CommandError):
        imported(sample, "--rejects", rejects)
    assert rejects.read_text().startswith("entry,column,value,refused because\n")
