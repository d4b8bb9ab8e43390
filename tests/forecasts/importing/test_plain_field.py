"""The import of a field that is only described: the humidity of docs/tutorial-field.md."""

import json
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.tutorial import HUMIDITY, copy_with
from web_project.runner import programs

pytestmark = pytest.mark.once


class Empty(NamedTuple):
    """An empty database of the copy, without a broker."""

    folder: Path

    def manage(self, command: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        program = programs.manage(command, *map(str, arguments))
        environ = {"WEATHER_DATA_DIR": str(self.folder), "DATABASE_URL": "", "REDIS_URL": ""}
        return subprocess.run(
            program.argv,
            env={**os.environ, **program.environ, **environ},
            check=False,
            capture_output=True,
            text=True,
        )

    def imported(self, file: Path, *options: str) -> str:
        return self.manage("import_forecasts", file, *options).stdout

    def exported(self, form: str) -> str:
        return self.manage("export_forecasts", "-", "--format", form).stdout

    def humidities(self) -> list[int | None]:
        return [each["humidity"] for each in json.loads(self.exported("json"))]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    project, data = (tmp_path_factory.mktemp(name) for name in ("humidity", "migrated"))
    copy_with(HUMIDITY, project, "forecasts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "ROOT", project)
        assert Empty(data).manage("migrate", "--verbosity=0").returncode == 0
        yield data


@pytest.fixture
def empty(migrated: Path, tmp_path: Path) -> Empty:
    return Empty(shutil.copytree(migrated, tmp_path / "empty"))


def file_of(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def test_what_is_exported_can_be_imported_again(
    empty: Empty, migrated: Path, tmp_path: Path
) -> None:
    head = "date,location,temperatureC,summary,humidity"
    rows = ["2026-01-01,Oslo,-3,Snow,63", "2026-01-02,Oslo,1.5,,", "2026-01-03,Oslo,0,,0"]
    empty.imported(file_of(tmp_path, "first.csv", head, *rows))

    for form in ("csv", "json", "ndjson"):
        copy = file_of(tmp_path, f"copy.{form}", empty.exported(form).rstrip("\n"))
        other = Empty(shutil.copytree(migrated, tmp_path / form))
        assert "3 imported, 0 refused" in other.imported(copy)
        assert other.exported("csv").splitlines() == [head, *rows]


@pytest.mark.parametrize(
    ("column", "options"), [("RH", []), ("moisture", ["--map", "moisture=humidity"])]
)
def test_a_table_s_column_of_the_field_is_imported(
    empty: Empty, tmp_path: Path, column: str, options: list[str]
) -> None:
    rows = ["1.1.2026;-3;63", "2.1.2026;1,5;", "3.1.2026;0;n/a", "4.1.2026;0;64,0"]
    refused = ["5.1.2026;0;wet", "6.1.2026;0;101", "7.1.2026;0;63,5"]
    table = file_of(tmp_path, "table.csv", f"Datum;tempC;{column}", *rows, *refused)

    said = empty.imported(table, *options)
    assert empty.humidities() == [63, None, None, 64]
    assert "not used" not in said
    assert f"line 6: {column} 'wet': not a whole number such as 63" in said
    assert f"line 7: {column} '101': Ensure this value is less than or equal to 100." in said
    assert f"line 8: {column} '63,5': not a whole number such as 63" in said


def test_values_of_json_are_refused_by_the_field_s_name(empty: Empty, tmp_path: Path) -> None:
    entries = [
        {"date": f"2026-01-0{day}", "temperatureC": 1, "humidity": value}
        for day, value in enumerate([70, None, 70.5, "wet", 101, True], start=1)
    ]
    said = empty.imported(file_of(tmp_path, "ours.json", json.dumps(entries)))

    assert empty.humidities() == [70, None]
    assert "entry 3: humidity 70.5: not a whole number such as 63" in said
    assert "entry 4: humidity 'wet': not a whole number such as 63" in said
    assert "entry 5: humidity 101: Ensure this value is less than or equal to 100." in said
    assert "entry 6: humidity True: not a whole number such as 63" in said


def test_an_update_changes_the_field_and_a_file_without_it_keeps_it(
    empty: Empty, tmp_path: Path
) -> None:
    def update(columns: str, row: str) -> str:
        table = file_of(tmp_path, "table.csv", columns, row)
        return empty.imported(table, "--existing", "update")

    update("date,tempC,humidity", "2026-01-01,5,40")
    assert "1 of them changed a forecast" in update("date,tempC,humidity", "2026-01-01,5,0")
    assert "1 of them changed a forecast" in update("date,tempC", "2026-01-01,6")
    assert "1 skipped" in update("date,tempC,humidity", "2026-01-01,6,")
    assert empty.humidities() == [0]


def test_a_day_of_hours_has_no_value_of_the_field(empty: Empty, tmp_path: Path) -> None:
    hours = [f"2026-01-01 {hour:02}:00,{hour},63" for hour in range(24)]
    table = file_of(tmp_path, "hours.csv", "time,tempC,humidity", *hours)

    mapped = empty.manage("import_forecasts", table, "--map", "humidity=humidity")
    assert mapped.returncode == 1
    assert "this field is read from tables of days, not of hours" in mapped.stderr
    assert "Columns not used: humidity." in empty.imported(table)
    assert empty.humidities() == [None]
