"""Repeated imports: existing forecasts, all or nothing, and the refused rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forecasts.models import Forecast, Import
from forecasts.services import create_forecast
from tests.forecasts.importing.accepted import days_of_oslo
from tests.forecasts.importing.test_import_command import at_row, fail
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


def imported(*arguments: object) -> list[str]:
    said = StringIO()
    call_command("import_forecasts", *map(str, arguments), stdout=said, skip_checks=True)
    return said.getvalue().splitlines()


@pytest.fixture
def ten_days(tmp_path: Path) -> Path:
    return days_of_oslo(tmp_path, 10)


def degrees() -> list[float]:
    rows = Forecast.objects.order_by("date", "id").values_list("temperature_c", flat=True)
    return [float(value) for value in rows]


def test_the_same_file_twice_makes_its_forecasts_once(ten_days: Path) -> None:
    imported(ten_days)
    said = imported(ten_days)
    assert degrees() == list(range(10))
    assert said[0].startswith("The same file was imported before")
    assert said[-1].startswith("0 imported, 10 skipped (there already), 0 refused")


def test_a_stopped_import_continues_where_it_stopped(ten_days: Path) -> None:
    with at_row(7, fail), pytest.raises(CommandError):
        imported(ten_days, "--chunk-size", "4")
    imported(ten_days)
    assert degrees() == list(range(10))


def test_an_import_that_goes_on_between_two_rows_of_a_day_loses_none(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    rows = "".join(f"2026-01-0{1 + n // 2},{n},,Oslo\n" for n in range(6))
    path.write_text(f"date,temperatureC,summary,location\n{rows}")
    with at_row(5, fail), pytest.raises(CommandError, match="go on with --start-at 5"):
        imported(path, "--chunk-size", "3")
    said = imported(path, "--start-at", "5")
    assert said[-1].startswith("3 imported, 0 refused")
    assert degrees() == list(range(6))


def test_another_file_adds_unless_existing_is_skip(ten_days: Path) -> None:
    create_forecast(date=date(2026, 1, 2), temperature_c=Decimal(30), location="Oslo")
    said = imported(ten_days, "--existing", "skip")
    assert degrees() == [0, 30, 2, 3, 4, 5, 6, 7, 8, 9]
    assert said[-1].startswith("9 imported, 1 skipped")
    imported(ten_days, "--existing", "add")
    assert len(degrees()) == 20


def test_update_changes_differing_forecasts_through_the_services(ten_days: Path) -> None:
    first = create_forecast(date=date(2026, 1, 2), temperature_c=Decimal(30), location="Oslo")
    create_forecast(date=date(2026, 1, 3), temperature_c=Decimal(2), summary="Dry", location="Oslo")
    said = imported(ten_days, "--existing", "update", "--actor", "ada")
    assert degrees() == list(range(10))
    first.refresh_from_db()
    assert (first.version, first.summary, first.folded) == (2, "Dry", "oslo\ndry")
    (entry,) = JournalEntry.objects.filter(type="weatherforecast.updated")
    assert (entry.actor, entry.subject) == ("ada", f"weatherforecast/{first.pk}")
    assert said[-1].startswith("9 imported, 1 of them changed a forecast, 1 skipped")


def test_a_file_without_summaries_keeps_the_existing_ones(tmp_path: Path) -> None:
    create_forecast(date=date(2026, 1, 2), temperature_c=Decimal(30), summary="Hot")
    path = tmp_path / "in.csv"
    path.write_text("date,tempC\n2026-01-02,31\n")
    imported(path, "--existing", "update")
    forecast = Forecast.objects.get()
    assert (float(forecast.temperature_c), forecast.summary) == (31.0, "Hot")


def test_a_dry_run_counts_skipped_rows_and_stores_nothing(ten_days: Path) -> None:
    imported(ten_days, "--dry-run")
    assert not imported(ten_days, "--dry-run")[0].startswith("The same file")
    imported(ten_days)
    said = imported(ten_days, "--dry-run")
    assert said[-1].startswith("0 would be imported, 10 skipped")


def test_an_exported_file_may_repeat_a_day_also_when_imported_again(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    rows = ["2026-01-01,1,,Oslo", "2026-01-01,2,,Oslo", "2026-01-01,3,,Oslo"]
    path.write_text("\n".join(["date,temperatureC,summary,location", *rows, ""]))
    with at_row(3, fail), pytest.raises(CommandError):
        imported(path, "--chunk-size", "1")
    imported(path, "--chunk-size", "1")
    assert degrees() == [1, 2, 3]


def test_strict_is_all_or_nothing(ten_days: Path) -> None:
    with ten_days.open("a") as file:
        file.write("2026-02-30,1,Oslo,\n")
    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match="1 rows refused; --strict: nothing was imported"):
            imported(ten_days, "--strict", "--chunk-size", "4", *options)
    assert degrees() == []


def test_strict_rolls_back_the_chunks_before_a_failing_one(ten_days: Path) -> None:
    with at_row(7, fail), pytest.raises(CommandError, match="Nothing was imported"):
        imported(ten_days, "--strict", "--chunk-size", "4")
    assert degrees() == []
    assert not JournalEntry.objects.exists()
    imported(ten_days, "--strict", "--chunk-size", "4")
    assert degrees() == list(range(10))


def test_corrected_rejects_can_be_imported(tmp_path: Path) -> None:
    path, rejects = tmp_path / "in.csv", tmp_path / "rejects.csv"
    path.write_text(
        "# Bergen\ndate;tempC;summary\n2026-01-01;1;ok\n2026-01-02;mild;=1+1\n2026-01-03;-5*;\n"
    )
    imported(path, "--rejects", rejects)
    written = rejects.read_text()
    assert written.splitlines()[:2] == ["# Bergen", "date;tempC;summary;refused because"]
    assert "2026-01-02;mild;'=1+1;" in written
    rejects.write_text(written.replace("mild", "2").replace("'-5*", "-5"))
    imported(rejects)
    assert degrees() == [1, 2, -5]
    assert Forecast.objects.get(temperature_c=2).summary == "=1+1"


def test_all_hours_of_a_refused_day_are_rejected(tmp_path: Path) -> None:
    path, rejects = tmp_path / "in.csv", tmp_path / "rejects.csv"
    hours = [f"2026-01-01T{hour:02}:00,1" for hour in range(24)]
    hours += [f"2026-01-02T{hour:02}:00,2" for hour in range(3)]
    path.write_text("\n".join(["time,temp_c", *hours, ""]))
    imported(path, "--rejects", rejects)
    assert degrees() == [1]
    assert len(rejects.read_text().splitlines()) == 1 + 3


def test_the_rejects_do_not_overwrite_the_file(ten_days: Path) -> None:
    before = ten_days.read_text()
    with pytest.raises(CommandError, match="that is the file to import"):
        imported(ten_days, "--rejects", ten_days)
    assert ten_days.read_text() == before


def test_an_import_without_any_valid_row_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("date,tempC\n" + "01/02/2026,1\n" * 5_000)
    with pytest.raises(CommandError, match="Stopped: the first 1,000 rows are all refused for one"):
        imported(path)


def test_refused_rows_are_counted_by_reason(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("date,tempC\n2026-01-01,1\n" + "2026-01-02,\n" * 2_000 + "x,1\n" * 10)
    said = imported(path)
    assert "… and 1,997 more refused: tempC: no temperature" in said
    assert "… and 7 more refused: date: not a date; write 2026-01-31" in said
    assert len(said) == 10


def test_several_files_are_imported_one_after_the_other(ten_days: Path, tmp_path: Path) -> None:
    other = tmp_path / "bergen.csv"
    other.write_text("date,tempC,location\n2026-01-01,3,Bergen\n")
    said = imported(ten_days, other)
    assert len(degrees()) == 11
    assert [line for line in said if line.endswith(".csv:")] == [f"{ten_days}:", f"{other}:"]


def test_standard_input_can_be_imported(ten_days: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TextIOWrapper(BytesIO(ten_days.read_bytes())) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        imported("-")
    assert degrees() == list(range(10))
    assert Import.objects.get().name == "standard input"


def test_an_error_on_standard_input_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with TextIOWrapper(BytesIO(b"")) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        with pytest.raises(CommandError, match=r"^standard input: is empty"):
            imported("-")


def test_a_dry_run_of_update_counts_what_would_change(ten_days: Path) -> None:
    create_forecast(date=date(2026, 1, 2), temperature_c=Decimal(30), location="Oslo")
    said = imported(ten_days, "--existing", "update", "--dry-run")
    assert said[-1].startswith("10 would be imported, 1 of them would change a forecast")
    assert degrees() == [30]


def test_a_url_is_refused_with_the_command_to_use() -> None:
    with pytest.raises(CommandError, match=r"curl -fL ADDRESS \| manage.py import_forecasts -"):
        imported("https://example.org/oslo.csv")
