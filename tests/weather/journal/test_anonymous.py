"""The event texts for readers that do not get the actor's name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weather.journal import events
from weather.journal.anonymous import USE, anonymous_text
from weather.journal.events import DomainEvent, Provenance
from weather.journal.signature import is_authentic

pytestmark = pytest.mark.once


class Painted(DomainEvent):
    """An event whose texts may contain any input."""


def sealed(actor: str, *, connection: str = "", summary: str = "") -> str:
    event = Painted(subject="painting/1", data={"summary": summary, "actor": "of the data"})
    object.__setattr__(event, "type", "painting.created")
    by = Provenance(source="/weather/web", actor=actor, correlation_id="c", connection=connection)
    return events.sealed(event, by=by, epoch="e", position=1, previous="0" * 64)


@given(actor=st.text(), summary=st.text(), connection=st.sampled_from(["", "b0-1.f", "x" * 64]))
def test_only_the_actor_and_the_connection_are_left_out(
    actor: str, summary: str, connection: str
) -> None:
    text = sealed(actor, connection=connection, summary=summary)
    told, known = json.loads(anonymous_text(text)), json.loads(text)

    assert told.keys() == known.keys() - {"actor", "connection"}
    assert {k: v for k, v in told.items() if k != "signature"} == {
        k: v for k, v in known.items() if k in told and k != "signature"
    }


@pytest.mark.parametrize(
    "actor", ["ada", 'a","actor":"b', 'a\\"', '"', "\\", ',"connection":"x"', "\u2028"]
)
def test_no_name_is_left_whatever_its_characters_are(actor: str) -> None:
    text = anonymous_text(sealed(actor, connection="of-the-page"))

    assert json.dumps(actor, ensure_ascii=False)[1:-1] not in text.replace('"of the data"', "")
    assert "of-the-page" not in text


def test_the_signature_covers_the_sent_text_and_is_not_valid_in_the_journal() -> None:
    text = anonymous_text(sealed("ada"))

    assert is_authentic(text, use=USE)
    assert not is_authentic(text)
    assert not is_authentic(text.replace("painting/1", "painting/2"), use=USE)
    assert not is_authentic(sealed("ada"), use=USE)
