"""After any random damage in SQL, verify() names the first changed row."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.weather.journal import sabotage
from tests.weather.journal.recording import record
from weather.journal.integrity.links import Damaged
from weather.journal.integrity.verification import verify
from weather.journal.models import JournalHead

ENTRIES = 12
WHOLE = "whole"

positions = st.integers(1, ENTRIES)
texts = st.sampled_from(["", "1", "x", "{}", "page-1", "/weather/api", "weatherforecast/1", "Åda"])
columns = st.sampled_from(
    ["epoch", "type", "subject", "source", "actor", "correlation_id", "connection", "text"]
)
digests = st.sampled_from(["0" * 64, "f" * 64, ""])
times = st.integers(1970, 2030).map(lambda year: f"{year}-01-01 00:00:00+00:00")


@st.composite
def tamperings(draw: st.DrawFn) -> tuple[Any, ...]:
    """Return a function of `sabotage`, with its arguments by name."""
    edits = st.one_of(
        st.tuples(columns, texts).map(lambda pair: {pair[0]: pair[1]}),
        st.builds(lambda digest: {"digest": digest}, digests),
        st.builds(lambda time: {"time": time}, times),
        st.builds(lambda number: {"event_id": UUID(int=number).hex}, st.integers(1, 2**100)),
    )
    heads = st.one_of(
        st.builds(lambda position: {"position": position}, st.integers(0, ENTRIES + 3)),
        st.builds(lambda digest: {"digest": digest}, digests),
    )
    return draw(
        st.one_of(
            st.tuples(st.just(_edit), positions, edits),
            st.tuples(st.just(_edit_head), heads),
            st.tuples(st.just(sabotage.delete), positions, positions),
            st.tuples(st.just(sabotage.exchange), positions, positions),
            st.tuples(st.just(sabotage.forge), positions, texts),
            st.tuples(st.just(_forge_with_text_of), positions, positions),
            st.tuples(st.just(sabotage.cut_tail), positions),
        )
    )


def _edit(position: int, changes: dict[str, str]) -> None:
    # event_id is unique: a repeated value would fail before verify() runs.
    if changes.get("event_id") not in {row["event_id"] for row in sabotage.rows().values()}:
        sabotage.edit(position, **changes)


def _edit_head(changes: dict[str, Any]) -> None:
    sabotage.edit_head(**changes)


def _forge_with_text_of(position: int, other: int) -> None:
    rows = sabotage.rows()
    if other in rows:
        sabotage.forge(position, rows[other]["text"])


def _first_bad_row(before: dict[int, Any]) -> int | str | None:
    """Return the row that verify() must name, found by comparing all rows with their old values."""
    rows, head = sabotage.rows(), JournalHead.objects.get()
    bad = {position for position in before if rows.get(position) != before[position]}
    if head.position != ENTRIES:
        bad.add(min(head.position, ENTRIES) + 1)
    if bad:
        return min(bad)
    return WHOLE if head.digest == before[ENTRIES]["digest"] else None


@pytest.mark.django_db
@settings(
    max_examples=150,
    deadline=None,
    # The journal is made once; each example is rolled back.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=st.lists(tamperings(), min_size=1, max_size=4))
def test_the_first_changed_row_is_named(db: None, done: list[tuple[Any, ...]]) -> None:
    if not JournalHead.objects.get().position:
        record(ENTRIES)
    anchor, before = verify().anchor, sabotage.rows()
    with transaction.atomic():
        for do_it, *arguments in done:
            do_it(*arguments)
        expected = _first_bad_row(before)
        found: int | str | None = WHOLE
        try:
            verify(anchor=anchor)
        except Damaged as damaged:
            found = damaged.position
        transaction.set_rollback(True)

    assert found == expected
