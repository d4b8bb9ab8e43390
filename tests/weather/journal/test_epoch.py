"""newepoch: a restored database gets another epoch, since its history differs."""

import json
from typing import Any

import pytest

from tests.weather.journal.recording import record
from tests.weather.journal.sabotage import refusal, said
from weather.journal import selectors
from weather.journal.integrity.verification import verify
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


def answering(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: answer)


def test_the_epoch_is_new_and_the_positions_go_on() -> None:
    record(3)
    before = selectors.head()

    lines = said("newepoch", "--yes").splitlines()

    after = selectors.head()
    assert after.epoch != before.epoch
    assert len(after.epoch) == 32
    assert after.position == 3
    assert lines[0] == f"Epoch {after.epoch} begins after position 3."
    assert "other_epoch" in lines[1]


def test_entries_keep_their_epoch_and_the_chain_goes_on() -> None:
    record(2)
    before = selectors.head()
    said("newepoch", "--yes")
    record(2)
    after = selectors.head()

    epochs = [entry.epoch for entry in JournalEntry.objects.order_by("position")]
    in_texts = [json.loads(entry.text)["epoch"] for entry in JournalEntry.objects.all()]

    assert epochs == in_texts == [before.epoch, before.epoch, after.epoch, after.epoch]
    assert (verify().epoch, verify().position) == (after.epoch, 4)


@pytest.mark.parametrize("answer", ["y", " YES "])
def test_it_asks_for_confirmation(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    before = selectors.head()
    answering(answer, monkeypatch)

    assert before.epoch in said("newepoch")

    assert selectors.head().epoch != before.epoch


@pytest.mark.parametrize("answer", ["", "n", "what?"])
def test_without_the_answer_yes_it_does_nothing(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before = selectors.head()
    answering(answer, monkeypatch)

    refusal("newepoch")

    assert selectors.head() == before


def test_without_a_terminal_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_terminal(_question: str) -> Any:
        raise EOFError

    before = selectors.head()
    monkeypatch.setattr("builtins.input", no_terminal)

    refusal("newepoch")

    assert selectors.head() == before
