"""Pruning deletes a prefix, the rest can be verified, and the last entry always stays."""

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.db import connection

from tests.weather.journal import sabotage
from tests.weather.journal.recording import record
from tests.weather.journal.sabotage import refusal, said
from weather.journal.integrity import links, pruning
from weather.journal.integrity.links import Damaged
from weather.journal.integrity.verification import verify
from weather.journal.models import JournalEntry, JournalHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal() -> None:
    """Record a journal of 20 entries."""
    record(20)


def left() -> list[int]:
    return sorted(JournalEntry.objects.values_list("position", flat=True))


@pytest.mark.parametrize(
    ("options", "first_left"),
    [
        (["--keep", "5"], 16),
        (["--keep", "1"], 20),
        (["--before", "20"], 20),
        (["--before", "16"], 16),
        (["--before", "2"], 2),
    ],
)
def test_a_prefix_is_deleted_and_the_rest_can_be_verified(
    journal: None, options: list[str], first_left: int
) -> None:
    sentence = said("prunejournal", *options)

    assert sentence == f"Deleted {first_left - 1} entries, positions 1 to {first_left - 1}.\n"
    assert left() == list(range(first_left, 21))
    assert (verify().pruned, verify().position) == (first_left - 1, 20)


@pytest.mark.parametrize(
    "options",
    [["--before", "21"], ["--before", "999"], ["--older-than", "0"], ["--keep", "0d"]],
)
def test_the_last_entry_always_stays(journal: None, options: list[str]) -> None:
    assert "positions 1 to 19." in said("prunejournal", *options)

    assert left() == [20]
    verify()


@pytest.mark.parametrize(
    "options", [["--keep", "20"], ["--keep", "999"], ["--before", "1"], ["--older-than", "1"]]
)
def test_entries_within_the_limits_stay(journal: None, options: list[str]) -> None:
    assert said("prunejournal", *options) == "There is nothing to delete.\n"

    assert left() == list(range(1, 21))


def test_an_empty_journal_has_nothing_to_delete() -> None:
    assert said("prunejournal", "--older-than", "0") == "There is nothing to delete.\n"
    assert said("prunejournal", "--keep", "1") == "There is nothing to delete.\n"


def test_a_dry_run_deletes_nothing(journal: None) -> None:
    sentence = said("prunejournal", "--keep", "5", "--dry-run")

    assert sentence == "Would delete 15 entries, positions 1 to 15.\n"
    assert left() == list(range(1, 21))
    assert verify().pruned == 0


@pytest.mark.parametrize("options", [["--older-than", "30"], ["--keep", "30d"]])
def test_younger_entries_stay_even_after_an_entry_with_an_older_time(
    options: list[str],
) -> None:
    now = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    for days_ago in (40, 31, 29, 35, 1):
        with time_machine.travel(now - dt.timedelta(days=days_ago), tick=False):
            record(1)

    with time_machine.travel(now, tick=False):
        said("prunejournal", *options)

    assert left() == [3, 4, 5]


def test_it_can_be_pruned_again_and_appended_to(journal: None) -> None:
    said("prunejournal", "--before", "6")
    record(5)
    said("prunejournal", "--before", "11")
    record(5)

    assert left() == list(range(11, 31))
    assert (verify().pruned, verify().position) == (10, 30)


def test_each_batch_leaves_a_journal_that_can_be_verified(journal: None) -> None:
    reached = []
    for position in pruning.prune(up_to=15, batch=4):
        reached.append(position)
        assert verify().pruned == position
        record(1)

    assert reached == [4, 8, 12, 15]
    assert left() == list(range(16, 25))


def test_entries_that_do_not_verify_are_not_deleted(journal: None) -> None:
    sabotage.edit(7, text="{}")

    refused = refusal("prunejournal", "--keep", "5")

    assert str(refused).startswith("position 7: ")
    assert left() == list(range(1, 21))


def test_an_edit_after_a_prune_is_found(journal: None) -> None:
    said("prunejournal", "--keep", "5")
    sabotage.edit(17, actor="eve")

    assert str(refusal("verifyjournal")).startswith("position 17: its column actor")


@pytest.mark.parametrize("pruned", [10, 14, 16])
def test_a_pruned_position_that_was_edited_is_found(journal: None, pruned: int) -> None:
    said("prunejournal", "--before", "15")
    sabotage.edit_head(pruned_position=pruned)

    refusal("verifyjournal") if pruned != 14 else verify()


@pytest.mark.django_db(transaction=True)
def test_two_processes_may_prune_while_others_write(journal: None) -> None:
    def prune() -> None:
        try:
            list(pruning.prune(up_to=15, batch=2))
        finally:
            connection.close()

    others = [threading.Thread(target=prune) for _ in range(2)]
    for other in others:
        other.start()
    for _ in range(5):
        record(1)
    for other in others:
        other.join()

    assert left() == list(range(16, 26))
    assert JournalHead.objects.get().position == 25
    assert verify().pruned == 15


def test_a_prune_overtaken_by_another_continues_from_its_end(
    journal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    links_after = links.links_after

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(pruning, "links_after", links_after)
        list(pruning.prune(up_to=7))
        return links_after(*args, **kwargs)

    monkeypatch.setattr(pruning, "links_after", overtaken)

    assert list(pruning.prune(up_to=15, batch=10)) == [15]
    assert verify().pruned == 15


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--keep", "0"],
        ["--keep", "d"],
        ["--keep", "-1d"],
        ["--before", "x"],
        ["--older-than", "-1"],
    ],
)
def test_without_a_valid_limit_nothing_is_deleted(journal: None, options: list[str]) -> None:
    refusal("prunejournal", *options)

    assert left() == list(range(1, 21))


def test_an_entry_forged_with_its_digest_is_not_deleted(journal: None) -> None:
    text = sabotage.text_of(2)
    sabotage.forge(2, text.replace('"data":{', '"data":{"forged":true,', 1))
    with pytest.raises(Damaged) as named:
        verify()

    assert str(named.value) in str(refusal("prunejournal", "--keep", "1"))
    assert left() == list(range(1, 21))


def test_an_entry_whose_columns_differ_from_its_text_is_not_deleted(journal: None) -> None:
    sabotage.edit(3, actor="nobody")

    assert "its column actor" in str(refusal("prunejournal", "--keep", "1"))
    assert left() == list(range(1, 21))


def test_entries_signed_with_a_forgotten_key_can_be_pruned(journal: None, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    record(1)

    assert "SECRET_KEY" in str(refusal("prunejournal", "--keep", "1"))
    said("prunejournal", "--keep", "1", "--signatures-from", "21")

    assert left() == [21]
    verify()
