"""The export to a file: whole lines, once each, across kills and rotations; its verification."""

import errno
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.weather.journal.recording import record
from weather.journal.audit_export.follower import export
from weather.journal.audit_export.lines import Line
from weather.journal.chain import ORIGIN, digest
from weather.journal.followers.registry import NotNow
from weather.journal.integrity import pruning
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path, settings: Any) -> Path:
    """Return the file that AUDIT_EXPORT names; the journal has 6 entries."""
    record(6)
    settings.AUDIT_EXPORT = str(tmp_path / "desk.jsonl")
    return tmp_path / "desk.jsonl"


def entries(first: int, last: int) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(position__range=(first, last)).order_by("position"))


def positions(path: Path) -> list[int]:
    return [json.loads(line)["position"] for line in path.read_text().splitlines()]


def verified(*paths: Path) -> str:
    out = StringIO()
    call_command("verifyjournal", "--against", *map(str, paths), stdout=out)
    return out.getvalue()


def test_a_line_is_the_exact_event_with_its_digests(path: Path) -> None:
    export(entries(1, 2))

    first, second = path.read_text(encoding="utf-8").splitlines()
    entry = JournalEntry.objects.get(position=2)
    assert second.endswith(f'"event":{entry.text}}}')
    assert json.loads(second)["previous"] == json.loads(first)["digest"]
    assert json.loads(second)["digest"] == entry.digest


def test_lines_written_before_a_kill_are_not_repeated(path: Path) -> None:
    export(entries(1, 4))
    export(entries(3, 6))

    assert positions(path) == [1, 2, 3, 4, 5, 6]


def test_a_partial_line_left_by_a_kill_is_removed(path: Path) -> None:
    export(entries(1, 3))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])

    export(entries(1, 4))

    assert positions(path) == [1, 2, 3, 4]
    assert "4 lines are whole" in verified(path)


def test_after_a_rotation_a_new_file_is_begun(path: Path) -> None:
    export(entries(1, 3))
    old = path.rename(path.with_suffix(".1"))
    export(entries(4, 6))

    assert (positions(old), positions(path)) == ([1, 2, 3], [4, 5, 6])
    assert verified(old, path).count("3 lines are whole, and what the journal has.") == 2


def test_a_full_disk_raises_not_now(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotNow, match="No space left"):
        export(entries(1, 1))


def test_entries_pruned_from_the_journal_can_be_verified_in_the_file(path: Path) -> None:
    export(entries(1, 6))
    list(pruning.prune(up_to=4))

    assert "6 lines are whole, and what the journal has (4 of them pruned there)" in verified(path)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda lines: [lines[0].replace("Grün", "Grau"), *lines[1:]], "line 1: its digest"),
        (lambda lines: [lines[0], *lines[2:]], "line 2: position 3 does not follow 1"),
        (lambda lines: [lines[0], "rubbish", *lines[1:]], "line 2: it is not a line"),
        (lambda lines: [lines[0], "", *lines[1:]], "line 2: it is not a line"),
    ],
)
def test_a_damaged_file_is_found(path: Path, damage: Any, message: str) -> None:
    export(entries(1, 6))
    path.write_text("\n".join(damage(path.read_text().splitlines())) + "\n")

    with pytest.raises(CommandError, match=message):
        verified(path)


def test_a_file_of_another_history_is_found(path: Path) -> None:
    event = entries(1, 1)[0].text.replace("Grün", "Grau")
    other = Line(1, "e", ORIGIN, digest(ORIGIN, position=1, text=event), event)
    path.write_text(f"{other}\n", encoding="utf-8")

    with pytest.raises(CommandError, match="the journal has another event at position 1"):
        verified(path)


def test_repeated_lines_are_not_damage(path: Path) -> None:
    export(entries(1, 6))
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:4], *lines[2:]]))

    assert "8 lines are whole" in verified(path)


def test_a_missing_file_is_an_error(path: Path) -> None:
    with pytest.raises(CommandError) as raised:
        verified(path)
    assert raised.value.returncode == 2
    assert "cannot be read" in str(raised.value)
