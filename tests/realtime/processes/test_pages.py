"""The status page and the trace page: only for staff with the permission to view the journal."""

import html
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import translation

from realtime import notes
from realtime.processes.errors import keep_errors, last_errors
from realtime.processes.this_process import answer
from realtime.processes.trace import _detail
from tests.weather.journal.recording import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    """Return the client of a staff account that may view the journal."""
    user = User.objects.create_user("ada", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_journalentry"))
    client.force_login(user)
    return client


def test_the_status_page_shows_every_part(staff: Client) -> None:
    shown = staff.get("/status/").content.decode()

    for part in ("database", "migrations", "broker", "subscriber", "analytics", "webhooks"):
        assert part in shown


def test_the_trace_page_shows_an_event_and_its_known_steps(staff: Client) -> None:
    record(1)

    shown = staff.get("/status/trace/", {"event": "1"}).content.decode()

    assert "weatherforecast/0" in shown
    assert "committed" in shown
    assert "no web process answers" in shown
    assert staff.get("/status/trace/").status_code == 200


@pytest.mark.parametrize("event", ["7", "rubbish", "²", "9" * 40, "<b>", "\x00"])
def test_an_unknown_event_is_reported_as_such(staff: Client, event: str) -> None:
    shown = staff.get("/status/trace/", {"event": event})

    assert shown.status_code == 200
    assert "There is no event" in shown.content.decode()


def test_accounts_without_the_permission_do_not_see_the_pages(client: Client) -> None:
    for path in ("/status/", "/status/trace/?event=1"):
        assert client.get(path).status_code == 302
    user = User.objects.create_user("rob")
    user.user_permissions.set(Permission.objects.filter(codename="view_journalentry"))
    client.force_login(user)
    for path in ("/status/", "/status/trace/?event=1"):
        assert client.get(path).status_code == 403


def test_a_process_answers_with_its_notes() -> None:
    notes.forget()
    notes.note("released", 3, 5)
    notes.note("sent", 4, 4, "7 sockets")

    assert [each["step"] for each in answer("trace 4 4")["notes"]] == ["released", "sent"]
    assert [each["step"] for each in answer("trace 5 5")["notes"]] == ["released"]
    assert answer("trace 6 6")["notes"] == []


def test_events_at_consecutive_positions_are_one_note() -> None:
    notes.forget()
    notes.note_all("relayed", [3, 4, 5, 9, 8])
    notes.note_all("relayed", [])

    found = [(each.first, each.last) for each in notes.notes_of(1, 9)]
    assert found == [(3, 5), (9, 9), (8, 8)]


def test_the_oldest_notes_are_dropped() -> None:
    notes.forget()
    for position in range(notes.KEPT + 1):
        notes.note("sent", position, position)

    assert notes.notes_of(0, 0) == []
    assert len(notes.notes_of(notes.KEPT, notes.KEPT)) == 1


def test_the_last_errors_are_kept_without_their_tracebacks() -> None:
    keep_errors()
    try:
        raise ValueError("secret of the traceback")
    except ValueError:
        logging.getLogger("tried").exception("it failed")

    assert last_errors()[-1]["text"] == "tried: it failed"
    assert "errors" in answer("status")


def test_every_step_of_the_last_positions_is_kept() -> None:
    notes.forget()
    steps = ("published", "released", "sent")
    for position in range(1, notes.KEPT + 2):
        for step in steps:
            notes.note(step, position, position)

    assert [each.step for each in notes.notes_of(2, 2)] == list(steps)
    assert notes.notes_of(1, 1) == []
    notes.forget()


# Words of the English texts that no French one has.
ENGLISH = re.compile(
    r"\b(the|not|runs|answers|none|away|free in|entries|behind|degraded|no process|committed|"
    r"published|sent|taken|follower|There is|database|disk)\b"
)


def test_the_parts_and_steps_are_in_the_reader_s_language(staff: Client) -> None:
    record(1)
    notes.forget()
    notes.note("published", 1, 1)
    notes.note("sent", 1, 1, "sockets and streams: 7")
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"

    pages = [
        staff.get("/status/"),
        staff.get("/status/trace/", {"event": "1"}),
        staff.get("/status/trace/", {"event": "99"}),
    ]

    texts = [visible(page) for page in pages]
    assert [ENGLISH.findall(text) for text in texts] == [[], [], []]
    assert "base de données" in texts[0]
    assert "Go libres" in texts[0]
    assert "validé" in texts[1]
    assert "L’évènement '99' n’existe pas" in texts[2]


def test_a_result_found_for_a_french_reader_is_english_for_a_probe(staff: Client) -> None:
    """Both have the same result, which is kept for a second."""
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert "toutes appliquées" in visible(staff.get("/status/"))

    probed = staff.get("/readyz", headers={"Accept": "application/json"}).json()

    assert probed["checks"]["migrations"]["detail"] == "all applied"


def visible(page: Any) -> str:
    """Return the text of the page's main part."""
    _head, main, rest = page.content.decode().partition("<main")
    return html.unescape(re.sub(r"<[^>]+>", " ", main + rest.partition("</main>")[0]))


def test_what_a_process_noted_is_shown_in_the_active_language() -> None:
    with translation.override("fr"):
        assert _detail("sockets and streams: 7") == "sockets et flux\u00a0: 7"
        assert _detail("its web process has sent it") == "son processus web l’a envoyé"
        assert _detail("of a later version: 7") == "of a later version: 7"
        assert _detail("") == ""
    assert _detail("not published: no answer") == "not published: no answer"
