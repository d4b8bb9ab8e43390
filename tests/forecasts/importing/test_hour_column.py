"""The time of the day in a column of its own is read; a midnight is never taken for the day."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.forecasts.importing.test_never_wrong import degrees, imported, written

pytestmark = pytest.mark.django_db

TWO_DAYS = ("2026-01-01", "2026-01-02")
WHOLE = [str(hour) for hour in range(24)]
CLOCK = [f"{hour:02}:00" for hour in range(24)]


def table(
    folder: Path,
    name: str,
    times: Sequence[str],
    days: Sequence[str] = ("2026-01-01", "2026-01-02"),
) -> Path:
    """Write a table of two days whose temperatures are 0 to 23."""
    rows = [f"{day},{time},{n},Oslo" for day in days for n, time in enumerate(times)]
    return written(folder, "\n".join([f"date,{name},temp_c,location", *rows]))


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("hour", WHOLE),
        ("hour", [f"{hour}.0" for hour in range(24)]),
        ("Stunde", WHOLE),
        ("time", CLOCK),
        ("Uhrzeit", [f"{time}:00" for time in CLOCK]),
        ("Heure (UTC)", [f"{time}Z" for time in CLOCK]),
        ("when", CLOCK),
        ("time (UTC+1)", CLOCK),
        ("time", ["", *CLOCK[1:]]),
    ],
)
def test_the_column_of_times_is_joined_to_the_date(
    tmp_path: Path, name: str, times: list[str]
) -> None:
    said = imported(table(tmp_path, name, times))
    assert degrees() == [23, 23]
    assert not any("not used" in line for line in said)


@pytest.mark.parametrize(("name", "is_gmt"), [("hour_utc", True), ("hour (UTC+1)", False)])
def test_the_report_says_that_the_days_are_gmt_days(
    tmp_path: Path, name: str, is_gmt: bool
) -> None:
    said = imported(table(tmp_path, name, WHOLE))
    assert ("The days are GMT days, not the place's own." in said) is is_gmt


def test_a_column_of_times_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="a column of times has no name in the header"):
        imported(table(tmp_path, "", CLOCK))
    assert degrees() == []


def test_a_time_that_cannot_be_read_refuses_its_row_and_day(tmp_path: Path) -> None:
    path = table(tmp_path, "when", CLOCK)
    path.write_text(path.read_text().replace("2026-01-01,14:00", "2026-01-01,?", 1))
    said = imported(path)
    assert degrees() == [23]
    assert sum("not a date" in line or "23 of 24" in line for line in said) == 2


@pytest.mark.parametrize("times", [WHOLE, CLOCK])
def test_the_two_columns_can_be_named_with_map(tmp_path: Path, times: list[str]) -> None:
    imported(table(tmp_path, "hour", times), "--map", "date+hour=date")
    assert degrees() == [23, 23]


@pytest.mark.parametrize(
    "options", [["DD/MM/YYYY"], ["DD/MM/YYYY HH:mm", "--map", "date+hour=date"]]
)
def test_the_form_of_the_dates_can_be_given(tmp_path: Path, options: list[str]) -> None:
    path = table(tmp_path, "hour", WHOLE, ["05/04/2026", "06/04/2026"])
    imported(path, "--date-format", *options)
    assert degrees() == [23, 23]


@pytest.mark.parametrize("options", [[], ["--map", "date+hour=date"]])
def test_hours_from_1_to_24_are_refused(tmp_path: Path, options: list[str]) -> None:
    path = table(tmp_path, "hour", [str(hour) for hour in range(1, 25)])
    with pytest.raises(CommandError, match=r"column date\+hour: the hours are 1 to 24"):
        imported(path, *options)
    assert degrees() == []


def test_so_are_hours_from_1_to_24_in_the_column_of_the_date(tmp_path: Path) -> None:
    rows = [f"2026-01-0{day} {hour:02}:00,{hour}" for day in (1, 2) for hour in range(1, 25)]
    with pytest.raises(CommandError, match="column date: the hours are 1 to 24"):
        imported(written(tmp_path, "\n".join(["date,temp_c", *rows])))
    assert degrees() == []


@pytest.mark.parametrize("times", [[f"{hour:02}00" for hour in range(24)], ["1 AM", "2 PM"]])
def test_times_that_cannot_be_read_are_refused_with_the_options(
    tmp_path: Path, times: list[str]
) -> None:
    path = table(tmp_path, "hour", times)
    with pytest.raises(CommandError) as caught:
        imported(path)
    assert "column hour: its times cannot be read" in str(caught.value)
    assert "--map date+hour=date" in str(caught.value)
    assert degrees() == []


def test_one_of_two_columns_of_times_has_to_be_chosen(tmp_path: Path) -> None:
    path = table(tmp_path, "time,utc", [f"{time},{time}" for time in CLOCK])
    with pytest.raises(CommandError, match=r"several columns of times \(time, utc\)"):
        imported(path)
    imported(path, "--map", "date+utc=date")
    assert degrees() == [23, 23]


def test_one_time_of_each_day_can_be_chosen(tmp_path: Path) -> None:
    imported(table(tmp_path, "hour", WHOLE), "--where", "hour=14")
    assert degrees() == [14, 14]


def test_a_time_in_a_table_of_days_is_not_an_hour(tmp_path: Path) -> None:
    rows = [f"2026-01-0{day},0{day}:30,{day},{place}" for day in (1, 2, 3) for place in ("A", "B")]
    path = written(tmp_path, "\n".join(["date,time,temp_c,location", *rows]))
    assert "Columns not used: time." in imported(path)
    assert sorted(degrees()) == [1, 1, 2, 2, 3, 3]


def test_a_time_that_is_the_same_all_day_is_not_an_hour(tmp_path: Path) -> None:
    path = table(tmp_path, "hour,sunrise", [f"{hour},07:45" for hour in WHOLE])
    assert "Columns not used: sunrise." in imported(path)
    assert degrees() == [23, 23]


def test_a_table_without_a_whole_row_has_no_column_of_times(tmp_path: Path) -> None:
    path = written(tmp_path, "date,a,b,temp_c\n2026-01-01,1\n2026-01-02,2\n")
    with pytest.raises(CommandError, match="No row could be taken"):
        imported(path)
