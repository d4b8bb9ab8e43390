"""A day is made of its hours only if they cover it, also when the clocks change."""

from datetime import date
from pathlib import Path

import pytest

from forecasts.importing.rows.coverage import part_of_a_day
from tests.forecasts.importing.test_never_wrong import degrees, imported, written

HOURS = [60 * hour for hour in range(24)]
SPRING = date(2026, 3, 29)  # in Europe
AUTUMN = date(2026, 10, 25)


@pytest.mark.once
@pytest.mark.parametrize(
    ("minutes", "day", "zone"),
    [
        (HOURS, date(2026, 1, 1), ""),
        (HOURS[::3], date(2026, 1, 1), ""),
        ([60 * hour for hour in range(1, 24, 3)], date(2026, 1, 1), ""),
        ([30 * n for n in range(48)], date(2026, 1, 1), ""),
        ([h for h in HOURS if h != 120], date(2026, 3, 29), "Europe/Oslo"),
        ([*HOURS, 120], date(2026, 10, 25), "Europe/Oslo"),
        ([h for h in HOURS if h != 120], date(2026, 3, 8), ""),
    ],
)
def test_complete_hours_cover_a_day(minutes: list[int], day: date, zone: str) -> None:
    assert part_of_a_day(minutes, day, zone) == ""


@pytest.mark.once
@pytest.mark.parametrize(
    ("minutes", "day", "zone", "reason"),
    [
        ([], date(2026, 1, 1), "", "0 of 24"),
        ([0], date(2026, 1, 1), "", "1 of 24"),
        (HOURS[:23], date(2026, 1, 1), "", "23 of 24"),
        (HOURS[1:], date(2026, 1, 1), "", "23 of 24"),
        ([h for h in HOURS if h != 720], date(2026, 1, 1), "", "23 of 24"),
        ([h for h in HOURS if h != 120], date(2026, 3, 29), "GMT", "23 of 24"),
        ([h for h in HOURS if h != 120], date(2026, 3, 22), "Europe/Oslo", "23 of 24"),
        ([h for h in HOURS if h not in (120, 180)], date(2026, 3, 29), "Europe/Oslo", "22 of 24"),
        (HOURS[::6], date(2026, 1, 1), "", "4 of 8"),
        (HOURS[21:], date(2026, 1, 1), "", "3 of 24"),
        ([*HOURS, 120], date(2026, 1, 1), "", "a time twice"),
        ([*HOURS, *HOURS], date(2026, 10, 25), "Europe/Oslo", "a time twice"),
    ],
)
def test_incomplete_hours_do_not_cover_a_day(
    minutes: list[int], day: date, zone: str, reason: str
) -> None:
    assert reason in part_of_a_day(minutes, day, zone)


def without(hour: int) -> list[int]:
    return [minute for minute in HOURS if minute != 60 * hour]


@pytest.mark.once
@pytest.mark.parametrize(
    ("minutes", "day", "zone"),
    [
        *[(without(hour), SPRING, "") for hour in range(4)],
        *[([*HOURS, 60 * hour], AUTUMN, "") for hour in range(4)],
        (without(2), date(2026, 3, 8), "America/New_York"),
        (without(0), date(2026, 9, 6), "America/Santiago"),
        ([*HOURS, 23 * 60], date(2026, 4, 4), "America/Santiago"),
        ([*HOURS, 60], date(2026, 11, 1), "America/New_York"),
        ([30 * n for n in range(48) if n not in (4, 5)], SPRING, "Europe/Oslo"),
        ([60, 300, 480, 660, 840, 1020, 1200, 1380], SPRING, "Europe/Oslo"),
    ],
)
def test_the_hour_that_the_clocks_skip_or_repeat_is_not_missed(
    minutes: list[int], day: date, zone: str
) -> None:
    assert part_of_a_day(minutes, day, zone) == ""


@pytest.mark.once
@pytest.mark.parametrize(
    ("minutes", "day", "zone", "reason"),
    [
        *[(without(hour), SPRING, "", "23 of 24") for hour in range(4, 24)],
        *[([*HOURS, 60 * hour], AUTUMN, "", "a time twice") for hour in range(4, 24)],
        (without(2), AUTUMN, "", "23 of 24"),
        ([*HOURS, 120], SPRING, "", "a time twice"),
        ([*without(3), 120], AUTUMN, "", "23 of 24"),
        (without(1), SPRING, "Europe/Oslo", "23 of 24"),
        (without(3), SPRING, "Europe/Oslo", "23 of 24"),
        ([*HOURS, 180], AUTUMN, "Europe/Oslo", "a time twice"),
        (without(2), date(2026, 11, 15), "", "23 of 24"),
        (without(2), SPRING, "Asia/Tokyo", "23 of 24"),
        (without(2), date.max, "Europe/Oslo", "23 of 24"),
    ],
)
def test_another_hour_is_missed_on_the_days_when_clocks_change(
    minutes: list[int], day: date, zone: str, reason: str
) -> None:
    assert reason in part_of_a_day(minutes, day, zone)


@pytest.mark.django_db
@pytest.mark.parametrize(("summer", "expected"), [("+01:00", [7]), ("+02:00", [23, 7])])
def test_the_clocks_do_not_change_in_a_day_with_one_offset(
    tmp_path: Path, summer: str, expected: list[float]
) -> None:
    offsets = ["+01:00"] * 2 + [summer] * 22
    hours = [f"2026-03-29T{n:02}:00{offset},{n}" for n, offset in enumerate(offsets) if n != 2]
    hours += [f"2026-03-30T{n:02}:00{summer},7" for n in range(24)]
    imported(written(tmp_path, "\n".join(["time,temp_c", *hours])))
    assert degrees() == expected


@pytest.mark.once
@pytest.mark.parametrize(
    ("day_of", "unknown"), [("max", "maximum"), ("min", "minimum"), ("mean", "mean")]
)
def test_the_refusal_of_a_part_of_a_day_names_the_wanted_value(day_of: str, unknown: str) -> None:
    reason = part_of_a_day(HOURS[:23], date(2026, 1, 1), day_of=day_of)
    assert reason.endswith(f"23 of 24; its {unknown} is not known")


@pytest.mark.django_db
def test_the_report_names_the_wanted_value(tmp_path: Path) -> None:
    days = "".join(f"2026-01-0{day}T{hour:02}:00,1\n" for day in (1, 2) for hour in range(24))
    path = written(tmp_path, f"time,temp_c\n{days}2026-01-03T00:00,1\n")
    said = imported(path, "--day-of", "min")
    assert said[1].startswith("line 50: time 2026-01-03: hours of a part of a day: 1 of 24;")
    assert said[1].endswith("its minimum is not known")
