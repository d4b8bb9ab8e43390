"""The journal in the admin: it has filters and links, and is read-only."""

from typing import Any

import pytest
from django.test import Client

from forecasts import services
from tests.forecasts.admin.admin_forms import JOURNAL, make, page_of, staff
from tests.state import entries_since, state
from weather.actor import acting_as
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(staff("vera", "view_journalentry", "view_forecast"))
    return client


def found(client: Client, **query: str) -> list[int]:
    page = client.get(JOURNAL, query)
    assert page.status_code == 200
    return [entry.pk for entry in page.context["cl"].result_list]


def positions(**fields: Any) -> list[int]:
    entries = JournalEntry.objects.filter(**fields).order_by("-position")
    return list(entries.values_list("position", flat=True))


def test_it_is_filtered_by_type_origin_actor_subject_and_request(reader: Client) -> None:
    with acting_as(actor="ada", source="/weather/import", correlation_id="r-1"):
        made = make()
    with acting_as(actor="grace", source="/weather/api"):
        services.update_forecast(forecast_id=made.pk, summary="Rain")
        make()
    subject = f"weatherforecast/{made.pk}"

    assert found(reader) == positions()
    assert found(reader, type="weatherforecast.updated") == positions(type__endswith="updated")
    assert found(reader, source="/weather/import") == positions(source="/weather/import")
    assert found(reader, actor="grace") == positions(actor="grace")
    assert found(reader, subject=subject) == positions(subject=subject)
    assert found(reader, correlation_id="r-1") == positions(correlation_id="r-1")
    assert found(reader, q=subject) == positions(subject=subject)


def test_an_entry_links_to_its_forecast(reader: Client) -> None:
    made = make()
    before = state()
    services.update_forecast(forecast_id=made.pk, summary="<i>Rain</i>")
    (entry,) = entries_since(before)

    for path in (JOURNAL, f"{JOURNAL}{entry.pk}/change/"):
        page = reader.get(path).content.decode()
        assert f'href="{page_of(made)}"' in page
    assert "<del>Warm</del> → <ins>&lt;i&gt;Rain&lt;/i&gt;</ins>" in page
    assert reader.get(page_of(made)).status_code == 200


def test_an_entry_of_a_deleted_forecast_says_so_and_links_to_its_history(reader: Client) -> None:
    made = make()
    services.delete_forecast(forecast_id=made.pk)

    page = reader.get(JOURNAL).content.decode()

    assert page_of(made) not in page
    assert f"weatherforecast/{made.pk}</a> (deleted)" in page
    assert found(reader, subject=f"weatherforecast/{made.pk}") == positions()


def test_it_is_read_only_for_every_account(admin_client: Client) -> None:
    make()
    entry = JournalEntry.objects.get()
    before = entry.text
    own = f"{JOURNAL}{entry.pk}"

    assert admin_client.get(f"{own}/change/").status_code == 200
    assert admin_client.get(f"{JOURNAL}add/").status_code == 403
    assert admin_client.post(f"{own}/change/", {"actor": "nobody"}).status_code == 403
    assert admin_client.post(f"{own}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(
        JOURNAL, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    )

    assert JournalEntry.objects.get().text == before
    assert admin_client.get(JOURNAL).context["action_form"] is None


def test_an_account_without_the_permission_cannot_read_it(client: Client) -> None:
    client.force_login(staff("fred", "view_forecast"))
    made = make()

    assert client.get(JOURNAL).status_code == 403
    assert JOURNAL not in client.get(page_of(made)).content.decode()
