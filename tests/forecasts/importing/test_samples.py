"""Each sample, in the form in which its source publishes it, becomes the rows of expected.csv."""

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forecasts.models import Forecast

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"
FILES = {path.name for path in SAMPLES.iterdir()} - {"README.md", "expected.csv"}


def expected() -> dict[str, list[dict[str, str]]]:
    with (SAMPLES / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: list(of) for name, of in groupby(rows, key=lambda row: row["file"])}


EXPECTED = expected()


def imported(name: str, *options: str) -> list[str]:
    said = StringIO()
    try:
        call_command("import_forecasts", str(SAMPLES / name), *options, stdout=said)
    except CommandError as why:
        said.write(str(why))
    return said.getvalue().splitlines()


def stored() -> set[tuple[str, Decimal, str, str]]:
    rows = Forecast.objects.values_list("date", "temperature_c", "location", "summary")
    return {(str(day), degrees, place, words) for day, degrees, place, words in rows}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_becomes_the_expected_rows(name: str) -> None:
    check_rows(name, imported(name))


def check_rows(name: str, said: list[str]) -> None:
    """Check that the forecasts are those of expected.csv, and that the report counts them."""
    rows = EXPECTED[name]
    taken = [row for row in rows if row["temperatureC"] != "refused"]
    found = stored()
    assert {(day, degrees) for day, degrees, _, _ in found} == {
        (row["date"], Decimal(row["temperatureC"])) for row in taken
    }, said
    for row in taken:
        degrees = Decimal(row["temperatureC"])
        fits = [f for f in found if f[:3] == (row["date"], degrees, row["location"])]
        assert fits, (row, found)
        if row["summary"]:
            assert fits[0][3] == row["summary"]
    refused = len(rows) - len(taken)
    assert any(f"{refused} refused" in line for line in said), said


def temperatures() -> list[float]:
    rows = Forecast.objects.order_by("date", "id").values_list("temperature_c", flat=True)
    return [float(degrees) for degrees in rows]


def test_every_sample_has_a_test() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in FILES if name not in EXPECTED and f'"{name}"' not in tests} == set()


@pytest.mark.parametrize(
    ("name", "options", "degrees"),
    [
        ("30-ghcn-by-element.csv", ["--where", "attr=TMAX", "--unit", "0.1C"], [0.6, 0.6]),
        ("31-excel-sep-line.csv", [], [7.5]),
        ("32-comment-lines.csv", [], [7.5]),
        ("33-nasa-power.csv", [], [12.3]),
        ("33-nasa-power.csv", ["--map", "YEAR+MO+DY=date", "T2M_MAX=temperatureC"], [12.3]),
        ("36-long-decimals.csv", [], [15.9, 18.5]),
        ("36-long-decimals.csv", ["--map", "meantemp=temperatureC"], [15.9, 18.5]),
        ("37-noaa-cdo-fahrenheit.csv", ["--unit", "F"], [5.0, 31.1, 32.8]),
        ("38-units-row.csv", [], [7.5]),
        ("39-semicolons-in-header.csv", [], [7.5]),
        ("40-ours.ndjson", [], [7.5, 8.0]),
        ("44-visual-crossing-us.csv", ["--unit", "F"], [29.9]),
    ],
)
def test_a_file_is_imported_with_its_options(
    name: str, options: list[str], degrees: list[float]
) -> None:
    imported(name, *options)
    assert temperatures() == degrees


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("29-open-meteo-part-of-a-day.json", ["part of a day", "GMT days", "2 refused"]),
        ("30-ghcn-by-element.csv", ["--where attr=TMAX", "--unit 0.1C"]),
        ("34-open-meteo-models.json", ["temperature_2m_max_icon_seamless", "--map"]),
        ("59-open-meteo-models.csv", ["temperature_2m_max_gfs_seamless", "--map"]),
        ("35-bright-sky.json", ["Read as Bright Sky", "part of a day"]),
        ("37-noaa-cdo-fahrenheit.csv", ["column TMAX", "--unit F"]),
        ("41-met-office-monthly.txt", ["monthly"]),
        ("44-visual-crossing-us.csv", ["column tempmax", "--unit F"]),
    ],
)
def test_a_file_is_refused_with_the_option_to_use(name: str, words: list[str]) -> None:
    said = "\n".join(imported(name))
    assert temperatures() == []
    assert [word for word in words if word not in said] == []


def test_codes_for_missing_are_refused_unless_missing_is_none() -> None:
    imported("28-missing-codes.csv")
    assert temperatures() == []
    imported("28-missing-codes.csv", "--missing", "none")
    assert temperatures() == [-99.9, -99.0, 99.9, 99.0, -99.0]


def test_99_99_is_rounded_out_of_range_and_100_below_zero_is_out_of_range() -> None:
    said = imported("28-missing-codes.csv", "--missing", "none", "--show", "40")
    assert "line 20: tempC '99.99': out of range: a temperature is between -100 and 100 °C" in said
    assert "line 21: tempC '-100': out of range: a temperature is between -100 and 100 °C" in said


def test_each_number_is_read_correctly_or_refused() -> None:
    said = imported("42-numbers.csv", "--show", "40")
    right = {2: 7.5, 3: 0, 4: 0, 5: -5, 6: 10, 7: 12.5, 8: 12.3, 9: 12.0, 11: 7.5, 12: 7.5, 14: 7.5,
             15: 7.5, 19: 0.5, 20: 5, 22: 15.9}  # fmt: skip
    rows = Forecast.objects.values_list("date", "temperature_c")
    assert {day.day: float(degrees) for day, degrees in rows} == right
    assert sum("out of range" in line for line in said) == 4
    assert "3 rounded to one decimal." in said


def test_each_date_is_read_correctly_or_refused() -> None:
    said = imported("43-dates.csv", "--show", "40")
    rows = list(Forecast.objects.values_list("date", "temperature_c"))
    assert rows == [(dt.date(2025, 4, 3), Decimal("2.0"))]
    refused = [line for line in said if line.startswith("line ")]
    assert len(refused) == 17
    assert sum("stand twice in this file" in line for line in refused) == 7
