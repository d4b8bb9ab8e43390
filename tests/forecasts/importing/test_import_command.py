"""manage.py import_forecasts, from the file to the journal."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management import CommandError, call_command

from forecasts.models import Forecast
from tools.kit.waiting import eventually
from weather.actor import acting
from weather.journal.models import JournalEntry
from weather.journal.signals import event_recorded

pytestmark = pytest.mark.django_db


def imported(path: Path, *options: str) -> list[str]:
    """Run the command and return the lines of its output."""
    said = StringIO()
    call_command("import_forecasts", str(path), *options, stdout=said, skip_checks=True)
    return said.getvalue().splitlines()


@pytest.fixture
def ten_days(tmp_path: Path) -> Path:
    """Return a file with ten days of Oslo, lines 2 to 11; line 5 is invalid."""
    path = tmp_path / "oslo.csv"
    days = [f"{date(2026, 1, 1) + timedelta(days=n)},{n},Oslo" for n in range(10)]
    days[3] = "2026-01-04,mild,Oslo"
    path.write_text("\n".join(["date,tempC,location", *days, ""]))
    return path


@contextmanager
def at_row(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` in the transaction that records the event of the nth accepted row."""
    seen = 0

    def receive(entries: Sequence[JournalEntry], **_: Any) -> None:
        nonlocal seen
        before, seen = seen, seen + len(entries)
        if before < number <= seen:
            act()

    event_recorded.connect(receive, weak=False, dispatch_uid="test")
    try:
        yield
    finally:
        event_recorded.disconnect(dispatch_uid="test")


def fail() -> None:
    raise RuntimeError("the disk is\nfull")


def days_in_database() -> list[int]:
    return [forecast.date.day for forecast in Forecast.objects.order_by("date", "id")]


def test_each_row_becomes_a_forecast_with_one_journal_entry(ten_days: Path) -> None:
    imported(ten_days, "--actor", "ada", "--chunk-size", "4")
    assert days_in_database() == [1, 2, 3, 5, 6, 7, 8, 9, 10]
    entries = list(JournalEntry.objects.order_by("position"))
    assert {entry.type for entry in entries} == {"weatherforecast.created"}
    assert [entry.subject for entry in entries] == [
        f"weatherforecast/{forecast.pk}" for forecast in Forecast.objects.order_by("date")
    ]
    assert {(entry.actor, entry.source) for entry in entries} == {("ada", "/weather/import")}
    assert len({entry.correlation_id for entry in entries}) == 1


def test_the_actor_is_the_machine_s_user_unless_one_is_given(ten_days: Path) -> None:
    imported(ten_days)
    assert {entry.actor for entry in JournalEntry.objects.all()} == {acting().actor}


def test_the_summary_counts_the_rows_and_names_the_refused_ones(ten_days: Path) -> None:
    read_as, refusal, counts = imported(ten_days)
    assert read_as == "Read as a table: tempC (°C), 10 days."
    assert refusal == "line 5: tempC 'mild': not a number in plain digits such as -3 or 12.5"
    assert re.fullmatch(r"9 imported, 1 refused in \d+\.\d s \([\d,]+ rows/s\)\.", counts)


def test_a_long_list_of_refused_rows_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("date,tempC\n" + "x,1\n" * 5 + "2026-01-01,1\n")
    said = imported(path, "--show", "2")
    assert [line.partition(":")[0] for line in said[1:3]] == ["line 2", "line 3"]
    assert said[3] == "… and 3 more refused: date: not a date; write 2026-01-31"


def test_a_dry_run_checks_every_row_and_writes_nothing(ten_days: Path) -> None:
    _, refusal, counts = imported(ten_days, "--dry-run", "--chunk-size", "2")
    assert refusal.startswith("line 5: tempC 'mild'")
    assert counts.startswith("9 would be imported, 1 refused")
    assert not Forecast.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_failing_chunk_is_rolled_back_and_the_earlier_ones_stay(ten_days: Path) -> None:
    with at_row(7, fail), pytest.raises(CommandError) as caught:
        imported(ten_days, "--chunk-size", "4")
    assert str(caught.value) == (
        "Lines 7 to 10 were not imported: RuntimeError: the disk is full. "
        "Everything before 7 is imported; go on with --start-at 7."
    )
    assert days_in_database() == [1, 2, 3, 5]
    assert JournalEntry.objects.count() == 4


def test_continuing_after_a_failure_imports_each_row_once(ten_days: Path) -> None:
    with at_row(7, fail), pytest.raises(CommandError):
        imported(ten_days, "--chunk-size", "4")
    imported(ten_days, "--start-at", "7")
    assert days_in_database() == [1, 2, 3, 5, 6, 7, 8, 9, 10]


def test_a_failure_in_the_first_chunk_says_that_nothing_was_imported(ten_days: Path) -> None:
    with at_row(1, fail), pytest.raises(CommandError, match="Nothing was imported; go on"):
        imported(ten_days)
    assert not Forecast.objects.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_import_after_the_current_chunk(
    ten_days: Path, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    with (
        at_row(2, lambda: os.kill(os.getpid(), number)),
        pytest.raises(CommandError) as caught,
    ):
        imported(ten_days, "--chunk-size", "4")
    assert str(caught.value) == (
        "Interrupted. Everything before 7 is imported; go on with --start-at 7."
    )
    assert caught.value.returncode == 130
    assert days_in_database() == [1, 2, 3, 5]
    assert signal.getsignal(number) is before


def test_a_file_with_an_unreadable_end_keeps_its_complete_chunks(ten_days: Path) -> None:
    with ten_days.open("ab") as file:
        file.write(b"x" * 1_000_001)
    with pytest.raises(CommandError) as caught:
        imported(ten_days, "--chunk-size", "4")
    assert str(caught.value) == (
        "oslo.csv, line 12: longer than 1,000,000 characters. "
        "Everything before 11 is imported; go on with --start-at 11."
    )
    assert days_in_database() == [1, 2, 3, 5, 6, 7, 8, 9]


def test_an_answer_of_open_meteo_is_recognised_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    days = {"time": ["2026-01-01"], "temperature_2m_max": [50], "weather_code": [95]}
    units = {"temperature_2m_max": "°F"}
    path.write_text(json.dumps({"daily": days, "daily_units": units}))
    imported(path, "--location", "Oslo")
    forecast = Forecast.objects.get()
    assert str(forecast) == "Oslo, 2026-01-01: 10.0 °C"
    assert forecast.summary == "Thunderstorm"


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"", [], "in.csv: is empty"),
        (b"date,tempC\nx,1\n", [], "No row could be taken"),
        (b"date,tempC\n", ["--dry-run"], "No row could be taken"),
        (b"date,tempC\n", ["--map", "tempC"], "'tempC' is not COLUMN=FIELD"),
        (
            b"date,tempC\n",
            ["--map", "a=wind"],
            "no field 'wind'; the fields are date, temperatureC",
        ),
        (b"date,tempC\n", ["--map", "a=date", "b=date"], "date is 'a' already"),
        (b"date,tempC\n", ["--location", "a", "--location", "b"], "takes --location once"),
        (b"date,tempC\n", ["--actor", "x" * 151], "--actor: plain text of at most 150"),
        (b"date,tempC\n", ["--chunk-size", "0"], "a whole number from 1"),
        (b"date,tempC\n", ["--start-at", "one"], "'one' is not a whole number"),
    ],
)
def test_an_invalid_file_or_option_is_a_one_line_error(
    tmp_path: Path, content: bytes, options: list[str], message: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        imported(path, *options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.returncode != 0


def test_a_file_that_cannot_be_opened_is_a_one_line_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none: No such file or directory"):
        imported(tmp_path / "none")
    with pytest.raises(CommandError, match="Is a directory"):
        imported(tmp_path)


def test_without_a_terminal_no_bar_is_shown(
    ten_days: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(ten_days, "--dry-run")
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_shown_on_a_terminal(
    ten_days: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    imported(ten_days, "--dry-run")
    assert "9 taken, 1 refused" in capsys.readouterr().err


def test_an_import_has_a_lower_priority_than_the_processes_that_answer_people() -> None:
    command = [sys.executable, "manage.py", "import_forecasts", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as importing:  # waits for its input
        try:
            process = psutil.Process(importing.pid)
            eventually(lambda: process.nice() == min(psutil.Process().nice() + 10, 19))
        finally:
            importing.kill()
