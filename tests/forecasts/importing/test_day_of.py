"""--day-of takes the minimum or mean of a day, or the file is refused; it is never ignored."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from tests.forecasts.importing.test_never_wrong import degrees, imported, written

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"
DAYS = ["2026-01-01", "2026-01-02"]
HOURLY = {
    "time": [f"{day}T{hour:02}:00" for day in DAYS for hour in range(24)],
    "temperature_2m": [*range(24)] * 2,
}
MAXIMA = {"time": DAYS, "temperature_2m_max": [23, 23]}
MINIMA = {"temperature_2m_min": [-1, -1]}


def answer(folder: Path, **blocks: Any) -> Path:
    """Write an answer of Open-Meteo with these blocks."""
    units = {
        f"{name}_units": {column: "°C" for column in block if column != "time"}
        for name, block in blocks.items()
    }
    place = {"latitude": 59.91, "longitude": 10.75, "timezone": "Europe/Oslo"}
    return written(folder, json.dumps(place | units | blocks), "in.json")


@pytest.mark.parametrize(("day_of", "expected"), [("max", 23), ("min", 0), ("mean", 11.5)])
def test_the_hours_give_what_the_days_of_open_meteo_lack(
    tmp_path: Path, day_of: str, expected: float
) -> None:
    imported(answer(tmp_path, daily=MAXIMA, hourly=HOURLY), "--day-of", day_of)
    assert degrees() == [expected] * 2


def test_the_minimum_of_open_meteo_s_days_is_taken(tmp_path: Path) -> None:
    said = imported(answer(tmp_path, daily=MAXIMA | MINIMA, hourly=HOURLY), "--day-of", "min")
    assert degrees() == [-1, -1]
    assert "daily.temperature_2m_min (°C)" in said[0]


def test_days_of_open_meteo_without_the_value_are_refused(tmp_path: Path) -> None:
    path = answer(tmp_path, daily=MAXIMA)
    with pytest.raises(CommandError) as caught:
        imported(path, "--day-of", "min")
    assert "--day-of min: no daily.temperature_2m_min or hourly.temperature_2m" in str(caught.value)
    assert degrees() == []


def test_a_chosen_column_of_days_is_not_taken_for_another_value(tmp_path: Path) -> None:
    path = answer(tmp_path, daily=MAXIMA | MINIMA)
    with pytest.raises(CommandError, match=r"--day-of mean: no hourly\.temperature_2m_min "):
        imported(path, "--day-of", "mean", "--map", "temperature_2m_min=temperatureC")
    imported(path, "--day-of", "min", "--map", "temperature_2m_min=temperatureC")
    assert degrees() == [-1, -1]


def test_a_table_of_open_meteo_s_days_gives_the_minimum(tmp_path: Path) -> None:
    names = "time,temperature_2m_max (°C),temperature_2m_min (°C)"
    path = written(tmp_path, f"{names}\n2026-01-01,5,-5\n2026-01-02,6,-6\n")
    imported(path, "--day-of", "min")
    assert degrees() == [-5, -6]
    with pytest.raises(CommandError, match=r"--day-of mean: no temperature_2m_mean \(time, "):
        imported(path, "--day-of", "mean")


@pytest.mark.parametrize("day_of", ["min", "mean"])
@pytest.mark.parametrize(
    "name",
    [
        "06-meteostat-daily.csv",
        "14-nws-forecast.json",
        "16-openweathermap-5day.json",
        "26-ours-api.json",
        "38-units-row.csv",
        "40-ours.ndjson",
        "51-ghcn.dly",
        "60-workbook.xlsx",
        "61-ours.csv",
    ],
)
def test_a_file_without_hours_is_refused(name: str, day_of: str) -> None:
    with pytest.raises(CommandError, match=f"--day-of {day_of}: needs the temperatures of hours"):
        imported(SAMPLES / name, "--day-of", day_of)
    assert degrees() == []


def test_a_table_of_days_is_read_with_day_of_max(tmp_path: Path) -> None:
    imported(written(tmp_path, "date,tempC\n2026-01-01,1\n"), "--day-of", "max")
    assert degrees() == [1]
