"""A date without a time in a table with times is its midnight, or a whole day, or refused."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.importing.reading import survey
from tests.forecasts.importing.test_never_wrong import degrees, imported, written

pytestmark = pytest.mark.django_db

# -2.0 at midnight, 5.0 at 14:00
DAY = [5 - abs(hour - 14) / 2 for hour in range(24)]


def hours_of(first: date, days: int, place: str = "Oslo") -> list[str]:
    """Return the rows of hours, in which a midnight has no time."""
    times = [
        datetime.combine(first, datetime.min.time()) + timedelta(hours=n) for n in range(24 * days)
    ]
    return [f"{t if t.hour else t.date()},{DAY[t.hour]},{place}" for t in times]


def days_of(first: date, days: int, place: str = "Oslo") -> list[str]:
    return [f"{first + timedelta(days=n)},{n},{place}" for n in range(days)]


def table(folder: Path, *rows: list[str]) -> Path:
    lines = ["time,temp_c,location", *(row for part in rows for row in part)]
    return written(folder, "\n".join(lines))


@pytest.mark.parametrize("days", [1, 3])
def test_a_midnight_without_a_time_is_an_hour_of_its_day(tmp_path: Path, days: int) -> None:
    said = imported(table(tmp_path, hours_of(date(2026, 1, 1), days)))
    assert degrees() == [5] * days
    assert "0 refused" in said[-1]


def test_the_midnight_after_the_last_day_is_not_a_day(tmp_path: Path) -> None:
    rows = [*hours_of(date(2026, 1, 1), 2), "2026-01-03,-2,Oslo"]
    said = imported(table(tmp_path, rows))
    assert degrees() == [5, 5]
    assert said[1].startswith("line 50: time 2026-01-03: a date without a time stands for 00:00")


def test_a_midnight_is_not_a_day_where_no_other_day_has_one(tmp_path: Path) -> None:
    rows = [*hours_of(date(2026, 1, 1), 1)[1:], "2026-01-02,-2,Oslo"]
    bergen = [row.replace(",Oslo", ",Bergen") for row in hours_of(date(2026, 1, 2), 1)[1:]]
    with pytest.raises(Exception, match="No row could be taken"):
        imported(table(tmp_path, rows, bergen))
    assert degrees() == []


def test_a_part_of_a_day_with_a_midnight_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="No row could be taken"):
        imported(table(tmp_path, hours_of(date(2026, 1, 1), 1)[:3]))
    assert degrees() == []


def test_days_of_one_place_and_hours_of_another_day_are_both_read(tmp_path: Path) -> None:
    days, hours = days_of(date(2026, 1, 1), 3, "Bergen"), hours_of(date(2026, 2, 1), 1)
    hours[0] = hours[0].replace("2026-02-01,", "2026-02-01 00:00,")
    imported(table(tmp_path, days, hours))
    assert degrees() == [0, 1, 2, 5]


def test_days_beside_hours_of_the_same_days_are_refused(tmp_path: Path) -> None:
    hours = hours_of(date(2026, 1, 1), 2)
    said = imported(table(tmp_path, hours, days_of(date(2026, 1, 1), 4, "Bergen")), "--show", "9")
    assert degrees() == [5, 5]
    assert sum("stands for 00:00" in line for line in said) == 4


def test_days_beside_hours_with_a_midnight_of_their_own_are_read(tmp_path: Path) -> None:
    hours = hours_of(date(2026, 1, 1), 1)
    hours[0] = hours[0].replace("2026-01-01,", "2026-01-01 00:00,")
    imported(table(tmp_path, hours, days_of(date(2026, 1, 1), 2, "Bergen")))
    assert sorted(degrees()) == [0, 1, 5]


@pytest.mark.parametrize("midnight_first", [True, False])
def test_after_days_the_midnight_of_hours_is_not_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, midnight_first: bool
) -> None:
    monkeypatch.setattr(survey, "SAMPLE", 26)
    days = days_of(date(2026, 1, 1), 2)
    whole = hours_of(date(2026, 2, 1), 1)
    whole[0] = whole[0].replace("2026-02-01,", "2026-02-01 00:00,")
    later = hours_of(date(2026, 3, 1), 2)
    later = later if midnight_first else [*later[1:24], later[0], *later[25:], later[24]]
    imported(table(tmp_path, days, whole, later, ["2026-03-03,-2,Oslo"]))
    assert degrees() == [0, 1, 5, 5, 5]


def test_a_day_without_hours_has_no_minimum(tmp_path: Path) -> None:
    hours = hours_of(date(2026, 2, 1), 1)
    hours[0] = hours[0].replace("2026-02-01,", "2026-02-01 00:00,")
    imported(table(tmp_path, days_of(date(2026, 1, 1), 3), hours), "--day-of", "min")
    assert degrees() == [-2]
