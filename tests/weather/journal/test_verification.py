"""verifyjournal names the first bad row after each kind of damage."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.weather.journal import sabotage
from tests.weather.journal.recording import record
from tests.weather.journal.sabotage import refusal, said
from weather.journal.chain import digest
from weather.journal.integrity import links, verification
from weather.journal.integrity.pruning import prune
from weather.journal.integrity.verification import verify
from weather.journal.models import JournalHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal() -> None:
    """Record a journal of 20 entries."""
    record(20)


def test_a_new_journal_is_whole() -> None:
    assert said("verifyjournal").startswith("The journal is whole: 0 entries after position 0;")


def test_an_untouched_journal_is_whole(journal: None) -> None:
    head = JournalHead.objects.get()

    assert said("verifyjournal") == (
        f"The journal is whole: 20 entries after position 0; epoch {head.epoch}, position 20, "
        f"digest {head.digest}.\n"
    )


def test_it_reports_its_progress(journal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "REPORT_ENTRIES", 8)
    heard: list[tuple[int, int]] = []

    verify(report=lambda reached, end: heard.append((reached, end)))

    assert heard == [(8, 20), (16, 20)]


def edit_text() -> None:
    sabotage.edit(7, text=sabotage.text_of(7).replace("Grün", "Blau"))


def edit_text_and_digest() -> None:
    text = sabotage.text_of(7).replace("Grün", "Blau")
    fitting = digest(sabotage.digest_of(6), position=7, text=text)
    sabotage.edit(7, text=text, digest=fitting)


def repeat_a_text() -> None:
    sabotage.edit(7, text=sabotage.text_of(9))


def forge_all_from_7() -> None:
    sabotage.forge(7, sabotage.text_of(7).replace("Grün", "Blau"))


def forge_with_a_signed_text() -> None:
    sabotage.forge(7, sabotage.text_of(9))


def close_a_hole() -> None:
    sabotage.delete(20, 20)
    sabotage.move(19, to=20)


def cut_the_head_too_far() -> None:
    sabotage.delete(1, 20)
    sabotage.edit_head(pruned_position=30)


def cut_a_prefix() -> None:
    sabotage.delete(1, 5)
    sabotage.edit_head(pruned_position=5)


MISFIT = "its text and its digest do not fit together"
NO_KEY = "its signature fits no key that we know"
OFF_CHAIN = "its text is right, but its digest does not follow"
HEAD = None

SABOTAGE: list[tuple[Callable[[], object], int | None, str]] = [
    (edit_text, 7, MISFIT),
    (partial(sabotage.edit, 7, text=""), 7, MISFIT),
    (repeat_a_text, 7, "it holds the text of position '9'"),
    (partial(sabotage.exchange, 7, 9), 7, "it holds the text of position '9'"),
    (partial(sabotage.edit, 7, digest="0" * 64), 7, OFF_CHAIN),
    (edit_text_and_digest, 7, NO_KEY),
    (forge_all_from_7, 7, NO_KEY),
    (partial(sabotage.forge, 7, "{}"), 7, NO_KEY),
    (forge_with_a_signed_text, 7, "its column"),
    (partial(sabotage.edit, 7, actor="eve\n\x1b[2J"), 7, r"column actor says 'eve\n\x1b[2J', its"),
    (partial(sabotage.edit, 7, actor="e" * 100), 7, f"column actor says '{'e' * 58}…, its text"),
    (partial(sabotage.edit, 7, time="2020-01-01 00:00Z"), 7, "column time says '2020-01-01 00:00"),
    (partial(sabotage.delete, 1, 1), 1, "this entry is missing."),
    (partial(sabotage.delete, 7, 7), 7, "this entry is missing."),
    (partial(sabotage.delete, 7, 9), 7, "this entry is missing, with all up to 9."),
    (partial(sabotage.delete, 18, 20), 18, "this entry is missing, with all up to 20."),
    (partial(sabotage.delete, 1, 20), 1, "this entry is missing, with all up to 20."),
    (close_a_hole, 19, "this entry is missing."),
    (cut_a_prefix, 6, OFF_CHAIN),
    (partial(sabotage.edit_head, position=18), 19, "beyond the head, which is at 18"),
    (partial(sabotage.edit_head, position=22), 21, "this entry is missing, with all up to 22."),
    (partial(sabotage.edit_head, digest="0" * 64), HEAD, "not that of the last entry, 20"),
    (partial(sabotage.edit_head, pruned_position=3), 1, "says that all up to 3 are pruned"),
    (partial(sabotage.edit_head, pruned_digest="0" * 63 + "1"), 1, OFF_CHAIN),
    (cut_the_head_too_far, HEAD, "it says that 30 entries of 20 are pruned"),
    (partial(sabotage.run, f"DELETE FROM {sabotage.HEAD}"), HEAD, "its row is missing"),
]


@pytest.mark.parametrize("batch", [3, 1000])
@pytest.mark.parametrize(("do_it", "position", "why"), SABOTAGE)
def test_the_first_bad_row_is_named(
    journal: None,
    monkeypatch: pytest.MonkeyPatch,
    do_it: Callable[[], object],
    position: int | None,
    why: str,
    batch: int,
) -> None:
    monkeypatch.setattr(links, "BATCH_ENTRIES", batch)
    assert verify().position == 20
    do_it()

    refused = refusal("verifyjournal")

    assert refused.returncode == 1
    named = "the head" if position is None else f"position {position}"
    assert str(refused).startswith(f"{named}: ")
    assert why in str(refused)


@pytest.mark.parametrize("column", ["event_id", "time", "text", "digest", "actor"])
@pytest.mark.parametrize("value", ["CAST(x'ff00fe' AS TEXT)", "x'ff00fe'", "17"])
def test_a_value_of_a_wrong_type_is_named(journal: None, column: str, value: str) -> None:
    if connection.vendor == "postgresql":  # it cannot store such a value
        column, value = "digest", "17"
    sabotage.run(f"UPDATE {sabotage.ENTRIES} SET {column} = {value} WHERE position = 7")

    refused = refusal("verifyjournal")

    assert str(refused).startswith("position 7: ")
    assert refused.returncode == 1


def test_the_key_may_change_while_the_old_one_is_in_the_settings(
    journal: None, settings: Settings
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    record(3)

    assert verify().position == 23


def test_entries_of_a_forgotten_key_can_be_excluded_from_the_check(
    journal: None, settings: Settings
) -> None:
    settings.SECRET_KEY = "another"
    record(3)

    assert str(refusal("verifyjournal")).startswith(f"position 1: {NO_KEY}")
    assert "23 entries" in said("verifyjournal", "--signatures-from", "21")
    passed_over_too_little = refusal("verifyjournal", "--signatures-from", "20")
    assert str(passed_over_too_little).startswith("position 20: ")


def test_it_goes_on_while_entries_are_appended_and_pruned(
    journal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "BATCH_ENTRIES", 4)
    monkeypatch.setattr(verification, "REPORT_ENTRIES", 4)

    def meanwhile(reached: int, end: int) -> None:
        if reached == 4:
            record(3)
            list(prune(up_to=11))

    whole = verify(report=meanwhile)

    # The verification restarted from the remaining entries, with the head of that time.
    assert (whole.pruned, whole.position) == (11, 23)
