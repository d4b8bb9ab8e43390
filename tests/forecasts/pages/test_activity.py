"""The list's activity panel and the page with all activity, both read from the journal."""

import datetime as dt
import html
import re
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from forecasts import services
from forecasts.importing.command.writing import Writer
from forecasts.models import Forecast, Import, ImportPlace
from forecasts.reads import imports, place_entries
from forecasts.reads.history import changes
from forecasts.reads.imports import going_on
from forecasts.storage import unsaved
from tests.forecasts.rows import fields, make_forecast, make_forecasts
from weather.actor import acting_as
from weather.journal.guard import service_write
from weather.journal.selectors import head

pytestmark = pytest.mark.django_db

LIST = "/weatherforecast/"


def positions(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'data-position="(\d+)"', page)]


def test_the_list_shows_the_last_changes_first_without_script(client: Client) -> None:
    with acting_as(actor="ada", source="/weather/admin"):
        forecast = make_forecast()
        services.delete_forecast(forecast_id=forecast.pk)

    page = client.get(LIST).content.decode()

    assert positions(page) == [head().position, head().position - 1]
    assert "ada deleted Oslo 1, 25 Oct" in page
    assert f'href="/weatherforecast/{forecast.pk}/history"' in page
    assert "<span data-origin>Admin</span>" in page


def test_the_panel_is_bounded_and_links_to_all_activity(client: Client) -> None:
    services.import_forecasts(rows=[fields(number) for number in range(120)])

    panel = client.get(LIST).content.decode()
    first = client.get(f"{LIST}activity")
    second = client.get(f"{LIST}activity", {"before": first.context["window"].older})

    assert len(positions(panel)) == 20
    assert f'href="{LIST}activity"' in panel
    seen = positions(first.content.decode()) + positions(second.content.decode())
    assert seen == list(range(head().position, head().position - 100, -1))


def import_file(folder: Path, *lines: str, name: str = "oslo.csv") -> Import:
    path = folder / name
    path.write_text("\n".join(["date,temperatureC,summary,location", *lines, ""]))
    call_command("import_forecasts", str(path), actor="ada", chunk_size=10, stdout=StringIO())
    return Import.objects.latest("pk")


def make_at(location: str) -> Forecast:
    given = fields()
    given["location"] = location
    return services.create_forecast(**given)


def titles(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"data-title[^>]*>([^<]+)<", page)]


def test_an_import_is_one_entry_that_can_be_opened(client: Client, tmp_path: Path) -> None:
    make_forecast()
    days = [f"2026-{month:02}-{day:02},{day},,Oslo" for month in (1, 2, 3) for day in range(1, 29)]
    row = import_file(tmp_path, *days)
    make_forecast(2)

    page = client.get(LIST).content.decode()
    opened = client.get(f"{LIST}imports/{row.correlation_id}").content.decode()
    rest = client.get(f"{LIST}imports/{row.correlation_id}?before=36").content.decode()

    assert titles(page)[1] == "ada imported 84 forecasts of Oslo"
    assert positions(page) == [86, 2, 1]
    assert f'href="{LIST}imports/{row.correlation_id}"' in page
    assert "ada imported 84 forecasts of Oslo" in opened
    assert "oslo.csv" in opened
    assert positions(opened) == list(range(85, 35, -1))
    assert positions(rest) == list(range(35, 1, -1))
    assert positions(client.get(f"{LIST}activity").content.decode()) == [86, 2, 1]


def test_an_import_of_several_places_or_none_says_so(client: Client, tmp_path: Path) -> None:
    import_file(tmp_path, "2026-01-01,1,,Oslo", "2026-01-01,1,,Rome")
    import_file(tmp_path, "2026-01-01,1,,", name="none.csv")

    assert titles(client.get(LIST).content.decode())[:2] == [
        "ada imported 1 forecast",
        "ada imported 2 forecasts of several places",
    ]


def import_between(make: Callable[[int], object]) -> Writer:
    """Import six forecasts of Oslo; bob makes one after every two. Return the writer."""
    rows = [
        unsaved(date=dt.date(2026, 1, number), temperature_c=Decimal(1), location="Oslo")
        for number in range(1, 7)
    ]
    with acting_as(actor="ada", source="/weather/import"):
        writer = Writer("add", digest="0" * 64, dry_run=False, name="oslo.csv")
        for at in range(0, 6, 2):
            writer(rows[at : at + 2])
            with acting_as(actor="bob", source="/weather/web"):
                make(at)
    return writer


def test_other_changes_during_an_import_are_separate_entries() -> None:
    writer = import_between(make_forecast)

    now = head().position
    latest = changes(until=now, limit=20, with_names=True).changes
    middle = changes(until=4, limit=1, with_names=True, now=now)
    before = changes(until=4, limit=20, with_names=True).changes

    assert [change.position for change in latest] == [9, 6, 3, 1]
    assert latest[-1].title == "ada imported 6 forecasts of Oslo"
    assert [change.position for change in middle.changes] == [middle.older] == [3]
    assert before[-1].title == "ada imported 3 forecasts of Oslo"
    assert latest[-1].imported is not None
    assert going_on(now) == [latest[-1].imported.correlation_id]
    writer.end()
    assert going_on(now) == []
    assert len(going_on(now - 2)) == 1


def test_an_import_is_one_entry_at_each_place_with_that_place_s_count(
    client: Client, tmp_path: Path
) -> None:
    make_at("Oslo")
    days = [f"2026-01-{day:02},{day},,Oslo" for day in range(1, 26)]
    row = import_file(tmp_path, "2026-01-01,1,,Rome", "2026-01-01,1,,", *days)
    make_at("Oslo")

    activity = {
        name: client.get(f"{LIST}activity", {"place": name}).content.decode()
        for name in ("Oslo", "Rome", "Bergen")
    }
    panel = client.get(f"{LIST}place/Oslo").content.decode()

    assert titles(activity["Rome"]) == ["ada imported 1 forecast of Rome"]
    assert positions(activity["Bergen"]) == []
    for page in (activity["Oslo"], panel):
        assert titles(page)[1] == "ada imported 25 forecasts of Oslo"
        assert positions(page) == [29, 4, 1]
        assert f'href="{LIST}imports/{row.correlation_id}"' in page


def test_an_import_s_entries_do_not_hide_older_ones_at_a_place(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_entries, "REACH", 10)
    make_at("Oslo")
    import_file(tmp_path, *(f"2026-01-{day:02},{day},,Oslo" for day in range(1, 26)))

    page = client.get(f"{LIST}activity", {"place": "Oslo"}).content.decode()

    assert positions(page) == [2, 1]


def test_many_imports_of_other_places_do_not_split_those_of_a_place(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_REACH", 2)
    for name in ("Oslo", "Rome", "Bonn", "Bern"):
        days = [f"2026-01-{day:02},{day},,{name}" for day in range(1, 4)]
        import_file(tmp_path, *days, name=f"{name}.csv")

    page = client.get(f"{LIST}activity", {"place": "Oslo"}).content.decode()

    assert titles(page) == ["ada imported 3 forecasts of Oslo"]


def test_an_import_by_a_version_without_counts_of_places_is_shown_as_single_changes(
    client: Client, tmp_path: Path
) -> None:
    import_file(tmp_path, "2026-01-01,1,,Oslo", "2026-01-02,1,,Oslo")
    with service_write():
        ImportPlace.objects.all().delete()

    page = client.get(f"{LIST}activity", {"place": "Oslo"}).content.decode()

    assert positions(page) == [2, 1]
    assert titles(page)[0].startswith("ada added Oslo, 2 Jan")


def test_an_import_s_changes_after_the_page_s_cursor_are_not_counted() -> None:
    writer = import_between(lambda _at: make_at("Oslo"))

    found = changes(until=5, limit=20, with_names=True, place="Oslo").changes

    assert [change.position for change in found] == [3, 1]
    assert found[-1].title == "ada imported 4 forecasts of Oslo"
    assert len(going_on(5, place="Oslo")) == 1
    assert going_on(5, place="Rome") == []
    writer.end()
    assert going_on(9, place="Oslo") == []


def test_the_undo_of_an_import_is_one_entry_too(client: Client, tmp_path: Path) -> None:
    days = [f"2026-01-{day:02},{day},,Oslo" for day in range(1, 26)]
    row = import_file(tmp_path, "2026-01-01,1,,Rome", *days)
    changed = Forecast.objects.filter(location="Oslo").earliest("pk")
    services.update_forecast(forecast_id=changed.pk, summary="Mine")
    client.force_login(User.objects.create_superuser("eve"))
    client.post(f"{LIST}import/take-back", {"import": row.pk})

    back = Import.objects.latest("pk")
    address = f"{LIST}imports/{back.correlation_id}"
    opened = client.get(address).content.decode()

    for page in (LIST, f"{LIST}activity"):
        assert titles(client.get(page).content.decode())[0] == (
            "eve took back 25 imported forecasts of several places"
        )
    for page in (f"{LIST}place/Oslo", f"{LIST}activity?place=Oslo"):
        found = client.get(page).content.decode()
        assert titles(found)[0] == "eve took back 24 imported forecasts of Oslo"
        assert positions(found) == [29, 27, 2]
        assert f'href="{address}"' in found
        assert 'data-kind="takenBack"' in found
    assert "eve took back 25 imported forecasts of several places</h1>" in opened
    assert len(positions(opened)) == 25
    assert "Take back</button>" not in opened
    assert client.post(f"{LIST}import/take-back", {"import": back.pk}).status_code == 410


@pytest.mark.parametrize("repeated", ["mine", "the import's"])
def test_two_undos_by_requests_with_one_correlation_id_are_two_entries(
    client: Client, tmp_path: Path, repeated: str
) -> None:
    first = import_file(tmp_path, "2026-01-01,1,,Rome")
    second = import_file(tmp_path, "2026-01-02,2,,Oslo", "2026-01-03,3,,Oslo")
    client.force_login(User.objects.create_superuser("eve"))
    sent = "mine" if repeated == "mine" else first.correlation_id
    for row in (first, second):
        headers = {"X-Correlation-ID": sent}
        client.post(f"{LIST}import/take-back", {"import": row.pk}, headers=headers)

    page = client.get(f"{LIST}activity").content.decode()
    opened = [titles_of_import(client, row.correlation_id) for row in Import.objects.order_by("pk")]

    assert titles(page) == [
        "eve took back 2 imported forecasts of Oslo",
        "eve took back 1 imported forecast of Rome",
        "ada imported 2 forecasts of Oslo",
        "ada imported 1 forecast of Rome",
    ]
    assert [heading for heading, _ in opened] == titles(page)[::-1]
    assert [count for _, count in opened] == [1, 2, 1, 2]


def titles_of_import(client: Client, correlation_id: str) -> tuple[str, int]:
    """Return the heading of an import's page, and the number of its changes."""
    page = client.get(f"{LIST}imports/{correlation_id}").content.decode()
    heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page)
    assert heading is not None
    return html.unescape(heading[1]), len(positions(page))


def test_an_unknown_import_is_not_found(client: Client) -> None:
    assert client.get(f"{LIST}imports/no-such-import").status_code == 404


def test_an_import_s_page_offers_the_undo_to_accounts_with_the_permission(
    client: Client, tmp_path: Path
) -> None:
    row = import_file(tmp_path, "2026-01-01,1,,Oslo")
    address = f"{LIST}imports/{row.correlation_id}"
    button = "Take back</button>"
    assert button not in client.get(address).content.decode()

    client.force_login(User.objects.create_superuser("eve"))
    assert button in client.get(address).content.decode()
    client.post(f"{LIST}import/take-back", {"import": row.pk})

    assert not Forecast.objects.exists()
    page = client.get(address).content.decode()
    assert "This import was taken back." in page
    assert button not in page


def test_an_empty_journal_says_so(client: Client) -> None:
    assert "Nothing has happened yet." in client.get(LIST).content.decode()
    assert "The journal has no entries here." in client.get(f"{LIST}activity").content.decode()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        *(("/weather/api", "API"), ("/weather/web", "Web"), ("/weather/admin", "Admin")),
        *(("/weather/import", "Import"), ("/weather/shell", "Command line")),
        ("/weather/elsewhere", "elsewhere"),
    ],
)
def test_each_origin_has_a_name(client: Client, source: str, name: str) -> None:
    with acting_as(actor="ada", source=source):
        make_forecasts(1)

    assert f"<span data-origin>{name}</span>" in client.get(f"{LIST}activity").content.decode()


def test_an_unknown_actor_is_shown_as_someone(client: Client) -> None:
    with acting_as(actor="", source="/weather/api"):
        make_forecast()

    assert "Someone added Oslo 1" in client.get(LIST).content.decode()


def test_the_page_shows_braces_in_names_unchanged(client: Client) -> None:
    forecast = make_forecast()
    with acting_as(actor="{what}", source="/weather/api"), translation.override("en"):
        services.update_forecast(forecast_id=forecast.pk, location="{who} {0} {{7*7}}")

    assert "{what} changed {who} {0} {{7*7}}, 25 Oct" in client.get(LIST).content.decode()
