"""The import page: a file is previewed before it is imported."""

import gzip
import html
import os
import re
import time
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from forecasts.importing.command.tally import Tally
from forecasts.importing.upload import kept
from forecasts.importing.upload.progress import ProgressFile
from forecasts.models import Forecast, Import
from forecasts.services import create_forecast, update_forecast
from tests.forecasts.importing.test_import_command import at_row, fail
from tests.forecasts.importing.test_samples import EXPECTED, check_rows
from tests.forecasts.importing.workbooks import workbook
from tests.forecasts.pages.uploads import PAGE, token_of, uploaded
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "importing" / "samples"
PLAIN = b"date,tempC,summary\n2026-01-01,1.25,Dry\n2026-01-02,mild,=1+1\n2026-01-03,3,<b>Wet</b>\n"


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def account(name: str, *permissions: str) -> Client:
    user = User.objects.create_user(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada() -> Client:
    return account("ada", "add_forecast")


def test_a_file_is_shown_before_anything_is_imported(ada: Client) -> None:
    response = uploaded(ada, PLAIN)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Read as a table: tempC (°C), 3 days." in page
    assert "Import 2 forecasts" in page
    assert "not a number in plain digits" in page
    assert "&lt;b&gt;Wet&lt;/b&gt;" in page
    assert not Forecast.objects.exists()


def test_after_the_preview_it_is_imported_by_the_account(ada: Client) -> None:
    token = token_of(uploaded(ada, PLAIN))
    response = ada.post(PAGE, {"token": token, "action": "import", "place": "Oslo"})
    page = response.content.decode()
    assert "2 imported, 1 refused" in page
    assert "1 rounded to one decimal." in page
    assert {forecast.location for forecast in Forecast.objects.all()} == {"Oslo"}
    assert {entry.actor for entry in JournalEntry.objects.all()} == {"ada"}


def test_a_file_sent_twice_makes_its_forecasts_once(ada: Client) -> None:
    token = token_of(uploaded(ada, PLAIN))
    for _ in range(2):
        response = ada.post(PAGE, {"token": token, "action": "import"})
    assert "The same file was imported before" in response.content.decode()
    assert Forecast.objects.count() == 2


def test_the_refused_rows_are_downloaded_without_a_formula(ada: Client) -> None:
    token = token_of(uploaded(ada, PLAIN))
    page = ada.post(PAGE, {"token": token, "action": "import"}).content.decode()
    link = re.search(r'href="([^"]+rejects[^"]+)"', page)
    assert link is not None
    response: Any = ada.get(link[1])
    assert response.headers["Content-Disposition"] == 'attachment; filename="rejects.csv"'
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0] == "date,tempC,summary,refused because"
    assert lines[1].startswith("2026-01-02,mild,'=1+1,")


def test_columns_and_unit_are_selected_in_menus(ada: Client) -> None:
    response = uploaded(ada, b"when,high,where\n2026-07-01,88,Oslo\n2026-07-02,91,Oslo\n")
    page = response.content.decode()
    assert response.status_code == 422
    assert "no column for date in the header (when, high, where)" in page
    assert '<option value="high">high</option>' in page
    chosen = {"date": "when", "temperatureC": "high", "location": "where"}
    token = token_of(response)
    again = ada.post(PAGE, {"token": token, "action": "import", **chosen}).content.decode()
    assert "values from 88 to 91 are hardly °C" in again
    assert not Forecast.objects.exists()
    ada.post(PAGE, {"token": token, "action": "import", "unit": "F", **chosen})
    temperatures = Forecast.objects.order_by("date").values_list("temperature_c", flat=True)
    assert [str(degrees) for degrees in temperatures] == ["31.1", "32.8"]


LONG = b"""station,date,element,value
Oslo,2026-01-01,tmax,1.5
Oslo,2026-01-01,rain,12
Oslo,2026-01-02,tmax,2.5
Oslo,2026-01-02,rain,0
Oslo,2026-01-02,snow,4
Oslo,2026-01-01,snow,3
"""


def choices_of(page: str) -> list[str]:
    menu = re.search(r'<select name="where".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', menu[0]) if menu else []


def test_the_rows_of_a_long_table_are_selected_in_a_menu(ada: Client) -> None:
    response = uploaded(ada, LONG)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<optgroup label="element">' in page
    assert choices_of(page) == ["element=rain", "element=snow", "element=tmax"]

    sent = {"token": token_of(response), "where": "element=tmax", "unit": "C"}
    looked = ada.post(PAGE, sent | {"action": "preview"}).content.decode()
    assert '<option value="element=tmax" selected>' in looked
    assert "4 rows left out by the menu “Only the rows with”." in looked
    done = ada.post(PAGE, sent | {"action": "import"}).content.decode()
    assert "2 imported, 0 refused" in done
    temperatures = Forecast.objects.order_by("date").values_list("temperature_c", flat=True)
    assert [str(degrees) for degrees in temperatures] == ["1.5", "2.5"]


def test_rows_that_the_file_does_not_have_are_refused_with_a_message(ada: Client) -> None:
    token = token_of(uploaded(ada, LONG))
    for wrong in ("element=hail", "elements=tmax", "tmax"):
        response = ada.post(PAGE, {"token": token, "where": wrong, "action": "import"})
        page = html.unescape(response.content.decode())
        assert f"Select a valid choice. {wrong} is not one of the available choices." in page
    assert not Forecast.objects.exists()


def test_the_menu_of_rows_is_shown_only_if_days_repeat(ada: Client) -> None:
    """The menu is shown if days repeat; also if a menu says which column has the day."""
    days = [f"2026-01-{day:02},{day},{('Dry', 'Wet')[day % 2]}" for day in range(1, 21)]
    one_place = "\n".join(["date,tempC,summary", *days]).encode()
    assert choices_of(uploaded(ada, one_place).content.decode()) == []
    assert choices_of(uploaded(ada, PLAIN).content.decode()) == []

    unknown = uploaded(ada, LONG.replace(b"date", b"when"))
    assert choices_of(unknown.content.decode()) == []
    sent = {"token": token_of(unknown), "date": "when", "action": "preview"}
    assert "element=snow" in choices_of(ada.post(PAGE, sent).content.decode())


def test_the_admin_s_page_has_the_menu_of_rows_too() -> None:
    staff = User.objects.create_user("eve", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="add_forecast"))
    client = Client()
    client.force_login(staff)
    address = "/admin/forecasts/forecast/import/"

    page = client.post(address, {"file": SimpleUploadedFile("long.csv", LONG)})
    sent = {"token": token_of(page), "where": "element=tmax", "unit": "C", "action": "import"}

    assert len(choices_of(page.content.decode())) == 3
    assert "2 imported, 0 refused" in client.post(address, sent).content.decode()


def test_for_a_file_without_a_unit_the_likely_one_is_preselected(ada: Client) -> None:
    response = uploaded(ada, (SAMPLES / "37-noaa-cdo-fahrenheit.csv").read_bytes())
    assert '<option value="F" selected>°F</option>' in response.content.decode()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("[0-9]*")), ids=lambda path: path.name)
def test_every_sample_is_shown_and_becomes_the_expected_rows(ada: Client, path: Path) -> None:
    response = uploaded(ada, path.read_bytes(), path.name)
    page = response.content.decode()
    assert response.status_code in (200, 422)
    assert ("Read as" in page) or ('role="alert"' in page)
    if path.name in EXPECTED:  # the same result as by the command, without using a menu
        done = ada.post(PAGE, {"token": token_of(response), "action": "import"})
        check_rows(path.name, html.unescape(done.content.decode()).splitlines())


def test_a_file_name_is_shown_as_text_and_not_used_as_a_path(ada: Client, data_dir: Path) -> None:
    page = uploaded(ada, PLAIN, "../../<script>.csv").content.decode()
    assert "<script>.csv" not in page
    (kept_file,) = (data_dir / "uploads").iterdir()
    assert re.fullmatch("[0-9a-f]{32}", kept_file.name)


def test_the_notes_about_an_archive_have_the_file_s_own_name(ada: Client) -> None:
    packed = (SAMPLES / "27-dwd-kl.zip").read_bytes()
    response = uploaded(ada, packed, "oslo.zip")
    done = ada.post(PAGE, {"token": token_of(response), "action": "import"})
    for page in (response, done):
        assert re.search(r"Read .*\.txt\S* of oslo\.zip\.", html.unescape(page.content.decode()))


def test_only_the_same_account_can_use_the_token(ada: Client) -> None:
    token = token_of(uploaded(ada, PLAIN))
    other = account("bob", "add_forecast")
    assert other.post(PAGE, {"token": token, "action": "import"}).status_code == 410
    assert ada.post(PAGE, {"token": f"{token}x", "action": "import"}).status_code == 410
    assert other.get(f"{PAGE}/rejects", {"token": token}).status_code == 404
    assert not Forecast.objects.exists()


def test_updating_existing_forecasts_needs_the_permission(ada: Client) -> None:
    update = {"token": token_of(uploaded(ada, PLAIN)), "action": "import", "existing": "update"}
    assert ada.post(PAGE, update).status_code == 403
    assert not Forecast.objects.exists()


def test_a_file_that_is_too_large_is_refused(ada: Client) -> None:
    response = uploaded(ada, b"x" * 1_000_001)
    assert response.status_code == 400
    assert "larger than 1 MB" in response.content.decode()


def test_a_file_of_too_many_rows_is_refused(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forecasts.importing.upload.preview.MOST_ROWS", 2)
    page = uploaded(ada, PLAIN).content.decode()
    assert "oslo.csv: more than 2 rows; import it with manage.py import_forecasts" in page
    assert "Import 2 forecasts" not in page


def test_files_are_kept_for_an_hour(ada: Client, data_dir: Path) -> None:
    token = token_of(uploaded(ada, PLAIN))
    (old,) = (data_dir / "uploads").iterdir()
    long_ago = time.time() - kept.KEPT_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    uploaded(ada, b"date,tempC\n2026-01-01,1\n")
    assert not old.exists()
    assert ada.post(PAGE, {"token": token}).status_code == 410


def test_a_form_without_csrf_token_is_refused(ada: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.cookies
    assert uploaded(strict, PLAIN).status_code == 403


def test_the_page_is_linked_from_the_form(admin_client: Client) -> None:
    assert f'href="{PAGE}"' in admin_client.get("/weatherforecast/create").content.decode()


@pytest.fixture
def bob() -> Client:
    return account("bob", "add_forecast", "delete_forecast")


def imported_by(client: Client, content: bytes = PLAIN) -> Import:
    token = token_of(uploaded(client, content))
    client.post(PAGE, {"token": token, "action": "import"})
    return Import.objects.latest("id")


def test_an_import_is_one_entry_that_can_be_undone(ada: Client, bob: Client) -> None:
    kept_one = create_forecast(date=date(2026, 1, 1), temperature_c=Decimal(9))
    done = imported_by(ada)
    assert "ada imported 2 forecasts: oslo.csv" in bob.get(PAGE).content.decode()
    response = bob.post(f"{PAGE}/take-back", {"import": done.pk}, follow=True)
    assert "2 forecasts were deleted." in response.content.decode()
    assert list(Forecast.objects.all()) == [kept_one]
    deleted = JournalEntry.objects.filter(type="weatherforecast.deleted")
    assert {entry.actor for entry in deleted} == {"bob"}
    assert "ada imported" not in bob.get(PAGE).content.decode()
    assert bob.post(f"{PAGE}/take-back", {"import": done.pk}).status_code == 410


def test_an_import_that_created_nothing_is_not_listed(bob: Client) -> None:
    imported_by(bob)
    nothing = imported_by(bob)
    assert nothing.made == 0
    page = bob.get(PAGE).content.decode()
    assert page.count("bob imported") == 1
    assert bob.post(f"{PAGE}/take-back", {"import": nothing.pk}).status_code == 410


def test_forecasts_changed_since_the_import_stay(bob: Client) -> None:
    done = imported_by(bob)
    changed = Forecast.objects.order_by("date")[0]
    update_forecast(forecast_id=changed.pk, summary="Mine")
    bob.post(f"{PAGE}/take-back", {"import": done.pk})
    assert [forecast.summary for forecast in Forecast.objects.all()] == ["Mine"]


def test_an_import_can_be_undone_only_within_a_day(bob: Client) -> None:
    done = imported_by(bob)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        page = account("eve", "add_forecast", "delete_forecast")
        assert page.post(f"{PAGE}/take-back", {"import": done.pk}).status_code == 410
    assert Forecast.objects.count() == 2


def test_the_undo_of_an_import_needs_the_permission_to_delete(ada: Client) -> None:
    done = imported_by(ada)
    assert "Take back" not in ada.get(PAGE).content.decode()
    assert ada.post(f"{PAGE}/take-back", {"import": done.pk}).status_code == 403
    assert Forecast.objects.count() == 2


def test_a_stopped_import_by_the_command_can_be_undone(bob: Client, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(PLAIN)
    with at_row(2, fail), pytest.raises(CommandError):
        call_command("import_forecasts", str(path), "--chunk-size", "1", stdout=StringIO())
    done = Import.objects.get()
    assert (done.name, done.made) == ("in.csv", 1)
    bob.post(f"{PAGE}/take-back", {"import": done.pk})
    assert not Forecast.objects.exists()


def test_the_page_shows_the_import_s_progress(ada: Client, bob: Client) -> None:
    page = uploaded(ada, PLAIN)
    token = token_of(page)
    assert '<progress id="import-bar" max="3"' in page.content.decode()
    address = f"{PAGE}/progress"
    assert ada.get(address, {"token": token}).json() == {"read": 0, "taken": 0, "refused": 0}

    upload = kept.kept(token, User.objects.get(username="ada").pk)
    report = ProgressFile(upload)
    report(Tally(limit=0, read=2, taken=1, refused=1))
    report(Tally(limit=0, read=3, taken=2, refused=1))

    assert ada.get(address, {"token": token}).json() == {"read": 2, "taken": 1, "refused": 1}
    assert bob.get(address, {"token": token}).status_code == 404


def test_the_import_writes_its_progress(ada: Client, data_dir: Path) -> None:
    token = token_of(uploaded(ada, PLAIN))

    ada.post(PAGE, {"token": token, "action": "import"})

    found = ada.get(f"{PAGE}/progress", {"token": token}).json()
    assert set(found) == {"read", "taken", "refused"}
    assert len(list((data_dir / "uploads").glob("*.progress"))) == 1


def test_the_admin_has_the_page_in_its_own_style(admin_client: Client, ada: Client) -> None:
    address = "/admin/forecasts/forecast/import/"
    assert f'href="{address}"' in admin_client.get("/admin/forecasts/forecast/").content.decode()
    assert ada.get(address).status_code == 302  # not staff

    looked = admin_client.post(address, {"file": SimpleUploadedFile("oslo.csv", PLAIN)})
    form = {"token": token_of(looked), "action": "import"}
    done = admin_client.post(address, form).content.decode()

    assert 'class="breadcrumbs"' in looked.content.decode()
    assert f'action="{address}"' in looked.content.decode()
    assert "2 imported, 1 refused" in done
    assert 'class="breadcrumbs"' in done
    back = {"import": Import.objects.get().pk, "in_admin": "yes"}
    assert admin_client.post(f"{PAGE}/take-back", back)["Location"] == address


def test_staff_without_the_permission_to_add_have_no_import_in_the_admin() -> None:
    watcher = account("eve", "view_forecast")
    User.objects.filter(username="eve").update(is_staff=True)

    page = watcher.get("/admin/forecasts/forecast/")

    assert "Import a file" not in page.content.decode()
    assert watcher.get("/admin/forecasts/forecast/import/").status_code == 403


@pytest.mark.parametrize(
    ("content", "limit"),
    [
        (b"[" + b"[]," * 21_000_000 + b"1]", "unpacks to more than 16 MiB"),
        (b"date,tempC\n" + b"\n" * 1_000_000, "more than 250,000 lines"),
        (b"date,tempC\n" + b"," * 990_000, "more than 16,384 columns"),
        (b"[" + b"{}," * 1_000_000 + b"1]", "more than 500,000 values"),
    ],
)
def test_a_file_that_unpacks_to_too_much_is_refused_by_its_limit(
    ada: Client, content: bytes, limit: str
) -> None:
    response = uploaded(ada, gzip.compress(content), "bomb.gz")
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert f"{limit}; import it with manage.py import_forecasts" in page


def test_a_workbook_of_two_cells_far_apart_is_refused(ada: Client) -> None:
    """Room for the cells between them would end the process."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    page = uploaded(ada, workbook(f"{rows}</row>"), "two.xlsx").content.decode()
    assert "a sheet of more than 500,000 cells" in page


THREE = b"date,tempC,location\n2026-01-01,1,Oslo\n2026-01-02,2,Oslo\n2026-01-03,3,Oslo\n"


def with_two_existing(client: Client) -> str:
    """Create forecasts of two of the days, upload the three days, and return the preview."""
    for day in (1, 3):
        create_forecast(date=date(2026, 1, day), temperature_c=Decimal(9), location="Oslo")
    create_forecast(date=date(2026, 1, 2), temperature_c=Decimal(9), location="Rome")
    page: str = uploaded(client, THREE).content.decode()
    return page


def marked(page: str) -> list[str]:
    return re.findall(r"<td>(\S+) <span class=.existing quiet.>already there", page)


def button(page: str) -> str:
    found = re.search(r'value="import">([^<]+)<', page)
    return str(found[1]).strip() if found else ""


def test_the_preview_marks_the_rows_that_are_there_and_says_what_becomes_of_them(
    bob: Client,
) -> None:
    page = with_two_existing(bob)
    assert marked(page) == ["2026-01-01", "2026-01-03"]
    assert "2 rows add forecasts to days and places that already have one." in page
    assert button(page) == "Import 3 forecasts"

    sent = {"token": token_of(uploaded(bob, THREE)), "existing": "skip", "action": "preview"}
    page = bob.post(PAGE, sent).content.decode()
    assert marked(page) == ["2026-01-01", "2026-01-03"]
    assert "2 rows are skipped: their days and places already have a forecast." in page
    assert button(page) == "Import 1 forecast"
    done = bob.post(PAGE, sent | {"action": "import"}).content.decode()
    assert "1 imported, 2 skipped" in done


def test_a_file_that_was_imported_is_skipped_in_the_preview_too(ada: Client) -> None:
    ada.post(PAGE, {"token": token_of(uploaded(ada, THREE)), "action": "import"})
    page = uploaded(ada, THREE).content.decode()
    assert "3 rows are skipped" in page
    assert button(page) == ""


def test_rows_beyond_the_first_chunk_are_looked_up_too(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forecasts.importing.upload.existing_rows.CHUNK_SIZE", 1)
    assert marked(with_two_existing(ada)) == ["2026-01-01", "2026-01-03"]


def test_changing_existing_forecasts_is_offered_to_those_who_may(ada: Client) -> None:
    offered = "Change the existing forecast"
    assert offered not in uploaded(ada, THREE).content.decode()
    editor = account("eve", "add_forecast", "change_forecast")
    with_two_existing(editor)
    token = token_of(uploaded(editor, THREE))
    page = editor.post(PAGE, {"token": token, "existing": "update"}).content.decode()
    assert offered in page
    assert "2 rows change existing forecasts, if they differ." in page
    assert button(page) == "Import 3 forecasts"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"when,tempC\n2026-01-01,1\n", "name it with the menu “Date”"),
        (b"date,high\n2026-01-01,1\n", "name it with the menu “Temperature”"),
        (
            b"date,temp_c\n2026-01-01,88\n2026-01-02,91\n2026-01-03,93\n",
            "use the menu “Unit: °F”, or the menu “Unit: °C” if it is °C",
        ),
        (LONG, "choose with the menu “Only the rows with: element = tmax”"),
        (
            b"date,tempC\n2026-01-01,-99\n",
            "the field “Codes for a missing value: none” takes it as a temperature",
        ),
        (b"date,tempC\n03/04/2026,1\n", "use the field “Format of dates: DD/MM/YYYY”"),
        (b'date,tempC\n2026-01-01,"1,234"\n', "use the menu “Decimal mark: ,”"),
        (
            b"date,tempC,summary\n2026-01-01,1,\xff\n",
            "(manage.py import_forecasts --encoding names another)",
        ),
        (b"\x00\x01", "to be named with manage.py import_forecasts --encoding"),
    ],
)
def test_the_page_names_its_menus_and_not_the_command_s_options(
    ada: Client, content: bytes, said: str
) -> None:
    page = html.unescape(re.sub("<[^>]+>", "", uploaded(ada, content).content.decode()))
    assert said in page
    assert not re.search("(?<!import_forecasts )--[a-z]", page)


def test_the_result_names_the_page_s_menus_too(ada: Client) -> None:
    token = token_of(uploaded(ada, PLAIN))
    for _ in range(2):
        page = ada.post(PAGE, {"token": token, "action": "import"}).content.decode()
    menu = "the menu “If the day and place already have a forecast: Add another forecast”"
    assert f"({menu} makes them again)" in page


def test_more_options_read_a_file_that_is_not_clear(ada: Client) -> None:
    content = b'date,tempC\n03/04/2026,"1,234"\n04/04/2026,-99\n'
    token = token_of(uploaded(ada, content))
    more = {"date_format": "MM/DD/YYYY", "decimal": ",", "missing": "none"}
    page = ada.post(PAGE, {"token": token, "action": "preview", **more}).content.decode()
    assert '<details class="more" open>' in page
    ada.post(PAGE, {"token": token, "action": "import", **more})
    rows = Forecast.objects.order_by("date").values_list("date", "temperature_c")
    assert list(rows) == [
        (date(2026, 3, 4), Decimal("1.2")),
        (date(2026, 4, 4), Decimal("-99.0")),
    ]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("date_format", "YYYY", "Write it with day, month and year"),
        ("date_format", "YYYY-YYYY-MM-DD", "Write it with day, month and year"),
        ("date_format", "%Q", "Write it with day, month and year"),
        ("missing", "many", "Write numbers such as"),
    ],
)
def test_a_value_that_cannot_be_read_is_an_error_at_its_field(
    ada: Client, field: str, value: str, error: str
) -> None:
    token = token_of(uploaded(ada, PLAIN))
    page = ada.post(PAGE, {"token": token, "action": "import", field: value}).content.decode()
    assert f'id="id_{field}_error"' in page
    assert error in page
    assert not Forecast.objects.exists()
