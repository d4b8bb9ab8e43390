"""Anchors: a file stored elsewhere detects damage that the journal alone cannot show."""

import json
from pathlib import Path

import pytest

from tests.weather.journal import sabotage
from tests.weather.journal.recording import record
from tests.weather.journal.sabotage import refusal, said
from weather.journal.chain import ORIGIN
from weather.journal.models import JournalHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor(tmp_path: Path) -> str:
    """Export the anchor of a journal of 20 entries and return its path."""
    record(20)
    path = tmp_path / "anchor.json"
    said("verifyjournal", "--export-anchor", str(path))
    return str(path)


def test_an_anchor_is_the_head_as_json(anchor: str) -> None:
    head = JournalHead.objects.get()

    fields = json.loads(Path(anchor).read_text())

    assert fields == {"epoch": head.epoch, "position": 20, "digest": head.digest}
    assert [path.name for path in Path(anchor).parent.iterdir()] == ["anchor.json"]


def test_a_longer_journal_contains_the_anchor(anchor: str) -> None:
    record(5)

    sentence = said("verifyjournal", "--anchor", anchor)

    assert "25 entries after position 0, with the anchor at 20;" in sentence


def test_one_command_can_check_an_anchor_and_renew_it(anchor: str) -> None:
    record(5)

    said("verifyjournal", "--anchor", anchor, "--export-anchor", anchor)

    assert json.loads(Path(anchor).read_text())["position"] == 25


def test_a_tail_cut_together_with_the_head_is_found(anchor: str) -> None:
    sabotage.cut_tail(18)
    assert "17 entries" in said("verifyjournal")

    found = refusal("verifyjournal", "--anchor", anchor)

    assert str(found).startswith("position 18: missing: the journal ends before the anchor's")
    assert found.returncode == 1


def test_a_tail_that_was_cut_and_grew_again_is_found(anchor: str) -> None:
    sabotage.cut_tail(18)
    record(5)
    assert "22 entries" in said("verifyjournal")

    found = refusal("verifyjournal", "--anchor", anchor)

    assert str(found).startswith("position 20: it has not the digest of the anchor")


def test_no_anchor_is_written_of_a_damaged_journal(anchor: str) -> None:
    before = Path(anchor).read_text()
    record(5)
    sabotage.delete(7, 7)

    refusal("verifyjournal", "--export-anchor", anchor)

    assert Path(anchor).read_text() == before


def test_an_anchor_at_the_pruned_position_is_still_valid(anchor: str) -> None:
    record(10)
    said("prunejournal", "--before", "21")

    assert "10 entries after position 20, with the anchor" in said(
        "verifyjournal", "--anchor", anchor
    )


def test_an_anchor_before_the_pruned_position_cannot_be_checked(anchor: str) -> None:
    record(10)
    said("prunejournal", "--before", "22")

    found = refusal("verifyjournal", "--anchor", anchor)

    assert str(found).startswith("position 20: the anchor is here, but all up to 21 is pruned")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "[" * 100_000,
        "{}",
        '{"epoch": "e", "position": 1, "digest": "00"}',
        f'{{"epoch": "e", "position": true, "digest": "{ORIGIN}"}}',
        f'{{"epoch": "e", "position": -1, "digest": "{ORIGIN}"}}',
        f'{{"epoch": 1, "position": 1, "digest": "{ORIGIN}"}}',
    ],
)
def test_an_invalid_anchor_file_has_its_own_exit_status(tmp_path: Path, content: str) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(content)

    assert refusal("verifyjournal", "--anchor", str(path)).returncode == 2


def test_an_unreadable_or_unwritable_anchor_file_has_its_own_exit_status(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "no" / "anchor.json")

    assert refusal("verifyjournal", "--anchor", nowhere).returncode == 2
    assert refusal("verifyjournal", "--export-anchor", nowhere).returncode == 2
