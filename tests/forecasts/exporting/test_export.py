"""Exported files: their content, and their import without a loss."""

import csv
import datetime as dt
import io
import json
import random
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from forecasts import services
from forecasts.api.serializers import ForecastSerializer
from forecasts.models import Forecast
from forecasts.rules.formulas import escaped, with_guard, without_guard
from forecasts.rules.public_form import as_data
from weather.configuration.users_files import USERS_UMASK

pytestmark = pytest.mark.django_db

EXPORT = "/weatherforecast/export/"
TEXTS = [
    "=1+1",
    "'=1",
    "-x",
    "@a",
    "+1",
    "Oslo, by",
    'a "quote"',
    "two\nlines",
    "=two\r\nlines\r",
    "a  run\t of blanks",
    "é 漢 🌧",
    "\\;,",
    "",
]


def make(location: str = "Oslo", day: str = "2025-10-25", summary: str = "Warm") -> Forecast:
    return services.create_forecast(
        date=dt.date.fromisoformat(day),
        temperature_c=Decimal("-3.5"),
        summary=summary,
        location=location,
    )


def make_random(count: int, texts: list[str]) -> None:
    chance = random.Random(20251025)
    rows = [
        {
            "date": dt.date(1800, 1, 1) + dt.timedelta(days=chance.randrange(146_000)),
            "temperature_c": Decimal(chance.randint(-1000, 1000)) / 10,
            "summary": chance.choice(texts),
            "location": chance.choice(texts),
        }
        for _ in range(count)
    ]
    services.import_forecasts(rows=rows)  # type: ignore[arg-type]


def fields() -> list[Any]:
    names = ("date", "location", "temperature_c", "summary")
    return sorted(Forecast.objects.values_list(*names))


def exported(*arguments: str) -> str:
    out = io.StringIO()
    call_command("export_forecasts", *arguments, stdout=out)
    return out.getvalue()


def test_ten_thousand_forecasts_are_exported_and_imported_unchanged(tmp_path: Path) -> None:
    make_random(10_000, [text.strip() for text in TEXTS])
    before, file = fields(), tmp_path / "all.csv"
    call_command("export_forecasts", str(file), "--raw", stderr=io.StringIO())

    services.delete_forecasts(forecast_ids=list(Forecast.objects.values_list("pk", flat=True)))
    call_command("import_forecasts", str(file), stdout=io.StringIO())

    assert fields() == before


@pytest.mark.parametrize(
    ("name", "options"), [("a.csv", []), ("a.csv", ["--raw"]), ("a.json", []), ("a.ndjson", [])]
)
def test_random_texts_survive_every_format_that_the_import_reads(
    tmp_path: Path, name: str, options: list[str]
) -> None:
    chance = random.Random(20251026)
    letters = "aZ0 '=+-@,;|\\\"<&#é漢\u0301\u202e\u00a0🌧\n\r\t\x0b\x1c\x85\u2028\x01\x7f"
    texts = ["".join(chance.choices(letters, k=chance.randrange(12))) for _ in range(400)]
    make_random(1_000, [text.strip() for text in texts])
    before, file = fields(), tmp_path / name
    call_command("export_forecasts", str(file), *options, stderr=io.StringIO())

    services.delete_forecasts(forecast_ids=list(Forecast.objects.values_list("pk", flat=True)))
    call_command("import_forecasts", str(file), stdout=io.StringIO())

    assert fields() == before


def test_white_space_at_the_ends_of_a_text_is_stripped_by_every_interface(
    client: Client, tmp_path: Path
) -> None:
    """Every way to write strips it; an import changes nothing else of an exported file."""
    text, kept = "\u2028 two  \r\nlines\n\xa0", "two  \r\nlines"
    client.force_login(User.objects.create_superuser("ada"))
    given = {"date": "2025-10-25", "temperatureC": 1, "summary": text, "location": text}
    file = tmp_path / "a.json"
    file.write_text(json.dumps([given]))

    by_form = {"date": "2025-10-25", "temperature_c": "1", "summary": text, "location": text}
    client.post("/weatherforecast/create", by_form)
    client.post("/admin/forecasts/forecast/add/", by_form)
    bulk = client.post(
        "/weatherforecast/import",
        {"file": SimpleUploadedFile("a.json", file.read_bytes())},
    )
    token = re.search(r'name="token" value="([^"]+)"', bulk.content.decode())
    assert token is not None
    client.post("/weatherforecast/import", {"token": token[1], "action": "import"})
    call_command("import_forecasts", str(file), "--existing", "add", stdout=io.StringIO())
    serializer = ForecastSerializer(data=given)
    assert serializer.is_valid()

    assert serializer.validated_data["summary"] == serializer.validated_data["location"] == kept
    assert list(Forecast.objects.values_list("summary", "location")) == [(kept, kept)] * 4


def test_json_and_ndjson_have_the_api_s_fields_and_the_list_s_order() -> None:
    make_random(2_500, TEXTS)
    expected = [as_data(each) for each in Forecast.objects.order_by("date", "location", "id")]

    assert json.loads(exported("--format", "json")) == expected
    lines = exported("--format", "ndjson").splitlines()
    assert [json.loads(line) for line in lines] == expected


def test_no_cell_of_a_csv_is_a_formula_and_the_guard_can_be_removed() -> None:
    for text in TEXTS:
        make(text, summary=text)

    rows = list(csv.DictReader(io.StringIO(exported(), newline="")))

    assert not [row for row in rows if row["summary"][:1] in "=+-@" and row["summary"]]
    plain = {re.sub(r"^'('*[=+\-@])", r"\1", row["location"]) for row in rows}
    assert plain == set(TEXTS)


def test_a_calendar_s_lines_are_folded_and_its_events_complete() -> None:
    forecast = make("Saint-Étienne; Loire", summary="Rain, then sun\n" + "ü" * 150)

    text = exported("--format", "ics")

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    whole = text.replace("\r\n ", "")
    assert f"UID:forecast-{forecast.pk}@" in whole
    assert "DTSTART;VALUE=DATE:20251025\r\n" in whole
    assert f"SUMMARY:Saint-Étienne\\; Loire\\, -3.5 °C\\, Rain\\, then sun\\n{'ü' * 150}" in whole
    assert whole.startswith("BEGIN:VCALENDAR\r\n")
    assert whole.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_the_command_s_filters_select_and_a_wrong_option_is_named(tmp_path: Path) -> None:
    make("Oslo", "2025-10-25")
    make("OSLO", "2025-10-26")
    make("Bergen", "2025-10-27", "Rain")

    assert exported("--location", "oslo").count("\n") == 3
    assert exported("--place", "OSLO").count("\n") == 2
    assert exported("--after", "2025-10-27", "--q", "rain").count("\n") == 2
    for wrong in (["--after", "soon"], ["--raw", "--format", "json"], [str(tmp_path / "x.pdf")]):
        with pytest.raises(CommandError, match="--"):
            exported(*wrong)
    with pytest.raises(CommandError, match="nowhere"):
        exported(str(tmp_path / "nowhere" / "x.csv"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_the_mode_of_the_one_that_it_replaces_or_the_user_s_usual(
    tmp_path: Path,
) -> None:
    old, new, usual = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "usual.csv"
    for path, mode in ((old, 0o640), (usual, 0o666 & ~USERS_UMASK)):
        path.touch()
        path.chmod(mode)
    exported(str(old))
    exported(str(new))

    assert old.stat().st_mode == 0o100640
    assert new.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("name", ["json", "ndjson", "csv", "ics", "atom"])
def test_a_download_has_the_forecasts_that_the_board_s_query_selects(
    client: Client, name: str
) -> None:
    make("Oslo", summary="Rain")
    make("Bergen", summary="Sun")

    answer = client.get(f"{EXPORT}{name}", {"q": "rain", "by": "location"})

    assert answer.status_code == 200
    if name == "atom":
        assert [
            entry.text for entry in ET.fromstring(answer.content).iterfind("{*}entry/{*}summary")
        ] == ["Rain"]
    else:
        assert re.fullmatch(
            rf'attachment; filename="forecasts-[0-9-]+\.{name}"', answer["Content-Disposition"]
        )


async def test_a_download_is_streamed() -> None:
    answer = await AsyncClient().get(f"{EXPORT}csv")

    assert isinstance(answer, StreamingHttpResponse)
    parts = [part async for part in answer]
    assert b"".join(parts) == b"date,location,temperatureC,summary\r\n"


def test_a_feed_is_well_formed_with_any_text_and_has_the_latest_first(client: Client) -> None:
    first = make("<Oslo> & \x01", summary="]]>")
    make("Bergen")
    services.update_forecast(forecast_id=first.pk, summary="Fog & \x0b")

    answer = client.get(f"{EXPORT}atom", {"place": "<Oslo> & \x01"})
    everything = client.get(f"{EXPORT}atom")

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert len(list(ET.fromstring(answer.content).iterfind("{*}entry"))) == 1
    summaries = [
        each.text for each in ET.fromstring(everything.content).iterfind("{*}entry/{*}summary")
    ]
    assert summaries == ["Fog & \ufffd", "Warm"]


@pytest.mark.parametrize(
    ("query", "named"), [({"date_after": "soon"}, "From"), ({"place": "x" * 101}, "Location")]
)
def test_a_bad_query_is_an_error_and_not_answered_with_other_forecasts(
    client: Client, query: dict[str, str], named: str
) -> None:
    answer = client.get(f"{EXPORT}csv", query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert named in answer.content.decode()
    assert client.get(f"{EXPORT}pdf").status_code == 404


def test_the_board_s_menu_links_to_downloads_of_the_shown_forecasts(client: Client) -> None:
    make("Oslo")

    page = client.get("/weatherforecast/", {"q": "oslo"}).content.decode()
    place = client.get("/weatherforecast/place/Oslo").content.decode()

    assert f'href="{EXPORT}csv?q=oslo"' in page
    assert f'href="{EXPORT}ics?place=Oslo"' in place
    assert f'type="application/atom+xml" title="Oslo" href="{EXPORT}atom?place=Oslo"' in place


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "\n=1", "'\n=1", "-x", "+1", "plain", "'a"])
def test_the_guard_of_every_text_can_be_removed_exactly(text: str) -> None:
    for written in (with_guard(text, numbers_too=True), escaped(text)):
        assert without_guard(written) == text
    assert not re.match(r"[=+\-@\t\r\n]", with_guard(text, numbers_too=True))
