"""The followers in the admin: the list, the actions, the rewind, and the permissions."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.weather.journal.followers.conftest import Taking, retried, row, run_until_idle
from tests.weather.journal.recording import record
from weather.journal.followers.models import ParkedEntry
from weather.journal.followers.step import Step
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db
LIST = reverse("admin:followers_follower_changelist")
PAGE = reverse("admin:followers_follower_change", args=["tried"])


@pytest.fixture
def staff(client: Client) -> Client:
    """Return the client of a staff account that may view and change followers."""
    user = User.objects.create_user("ada", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_follower", "change_follower"])
    )
    client.force_login(user)
    return client


def act(client: Client, action: str) -> str:
    data = {"action": action, "_selected_action": ["tried"]}
    return client.post(LIST, data, follow=True).content.decode()


def rewind(client: Client, to: str) -> str:
    inlines = {"parked-TOTAL_FORMS": "0", "parked-INITIAL_FORMS": "0"}
    return client.post(PAGE, {"rewind_to": to, **inlines}, follow=True).content.decode()


def test_the_list_and_the_page_show_lag_and_errors(
    staff: Client, step: Step, taking: Taking
) -> None:
    def refuse(entry: JournalEntry) -> None:
        raise ValueError("poison <b>")

    record(1)
    taking.fail = refuse
    run_until_idle(step)
    record(2)

    shown = staff.get(LIST).content.decode()
    assert "not in FOLLOWERS" in shown
    assert '<td class="field-lag">2</td>' in shown
    page = staff.get(PAGE).content.decode()
    assert "poison &lt;b&gt;" in page


def test_it_is_paused_and_resumed(staff: Client, step: Step) -> None:
    act(staff, "pause")
    assert row().is_paused
    act(staff, "resume")
    assert not row().is_paused


def test_a_failing_entry_is_skipped_and_a_parked_one_is_retried(
    staff: Client, step: Step, taking: Taking
) -> None:
    def refuse(entry: JournalEntry) -> None:
        raise ValueError("poison")

    record(1)
    taking.fail = refuse
    retried(step)
    assert "Tried: done." in act(staff, "skip")
    run_until_idle(step)
    assert (row().position, ParkedEntry.objects.get().position) == (1, 1)
    assert "poison" in staff.get(PAGE).content.decode()

    taking.fail = lambda entry: None
    assert "Tried: done." in act(staff, "retry")
    run_until_idle(step)
    assert taking.calls[-1] == [1]
    assert not ParkedEntry.objects.exists()


def test_an_action_that_is_not_possible_says_so(staff: Client, step: Step) -> None:
    assert "Tried fails at no entry." in act(staff, "skip")


def test_it_is_rewound(staff: Client, step: Step, taking: Taking) -> None:
    record(3)
    run_until_idle(step)

    rewind(staff, "1")

    assert row().position == 1


@pytest.mark.parametrize(
    ("to", "message"), [("9", "The journal goes to 3 only."), ("-1", "greater than or equal to 0")]
)
def test_a_rewind_to_an_invalid_position_is_refused(
    staff: Client, step: Step, to: str, message: str
) -> None:
    record(3)
    run_until_idle(step)

    assert message in rewind(staff, to)
    assert row().position == 3


def test_an_account_that_may_only_view_can_change_nothing(staff: Client, step: Step) -> None:
    User.objects.get().user_permissions.set(Permission.objects.filter(codename="view_follower"))

    act(staff, "pause")

    assert staff.get(LIST).status_code == 200
    assert not row().is_paused
    assert staff.post(PAGE, {"rewind_to": "0"}).status_code == 403
    assert not ParkedEntry.objects.exists()
