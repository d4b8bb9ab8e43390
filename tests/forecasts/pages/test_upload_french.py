"""The import page in French: what is said about a file is French too, from upload to result."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from pytest_django import Settings

from tests.forecasts.importing.test_samples import SAMPLES
from tests.forecasts.pages.uploads import PAGE, token_of, uploaded

pytestmark = pytest.mark.django_db

# Words of English texts that neither French nor these files' headers have.
ENGLISH = re.compile(
    r"\b(the|and|is|are|not|no|with|was|of a|one of|in the|days|rows?|lines|column|imported|"
    r"refused|rounded|skipped|read as|daily climate|write|add|must|should|Ensure|value is)\b"
)


@pytest.fixture
def reader(admin_client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.DATA_DIR = tmp_path
    admin_client.cookies[project.LANGUAGE_COOKIE_NAME] = "fr"
    return admin_client


def text_of(response: Any) -> str:
    """Return the visible text of the page's main part; values of menus are the file's."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    shown = re.sub(r"<option.*?</option>", "", main[0], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def english_in(text: str) -> list[str]:
    return [found[0] for found in ENGLISH.finditer(text)]


FRENCH_FILE = (
    "jour;Température (°C);lieu;ciel\n"
    "2026-01-01;1,25;Orléans;sec\n2026-01-02;doux;Orléans;sec\n2026-01-03;150;Orléans;sec\n"
    "2026-02-30;2;Orléans;sec\n2026-01-01;3;Orléans;sec\n2026-01-05;4\n"
).encode("cp1252")


def test_a_french_reader_sees_no_english_from_the_file_to_the_result(reader: Client) -> None:
    preview = uploaded(reader, FRENCH_FILE, "temps.csv")
    done = reader.post(PAGE, {"token": token_of(preview), "action": "import"})

    looked, said = text_of(preview), text_of(done)
    assert "Lu comme un tableau : Température (°C), 6 jours." in looked
    assert "N’est pas en UTF-8 : lu comme Windows-1252" in looked
    assert "pas un nombre en chiffres" in looked
    assert "la même date et le même lieu figurent deux fois" in looked
    assert "2 cellules" in looked
    assert "1 importée, 5 refusées en 0," in said
    assert "1 arrondie à une décimale." in said
    assert english_in(looked) == []
    assert english_in(said) == []


def test_the_reasons_in_the_refused_rows_are_french_under_the_same_header(reader: Client) -> None:
    token = token_of(uploaded(reader, FRENCH_FILE, "temps.csv"))
    reader.post(PAGE, {"token": token, "action": "import"})

    response: Any = reader.get(f"{PAGE}/rejects", {"token": token})

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0] == "jour;Température (°C);lieu;ciel;refused because"
    assert "hors limites" in lines[2]
    assert english_in("\n".join(lines[1:])) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"nom": 1,}'),
        ("a.json", b"[]"),
        ("a.json", b'[{"nom": 1}]'),
        ("a.json", b'{"daily": {"time": [1]}}'),
        (
            "a.json",
            b'[{"date": 3, "temperatureC": "x"}, {"date": "2026-01-01", "temperatureC": 2}]',
        ),
        ("a.json", b'{"a": 1, "a": 2}'),
        ("a.csv", b""),
        ("a.csv", b"\x00\x01"),
        ("a.csv", b"<!doctype html><p>Bonjour"),
        ("a.csv", b'date,tempC\n2026-01-01,"3\n'),
        ("a.csv", b"date,tempC\n1/2/2026,3\n45000,3\n01/02/26,4\n1700000000,4\n"),
        ("a.csv", b"date,temp\n2026-01-01,88\n2026-01-02,91\n2026-01-03,93\n"),
        ("a.csv", b"date,tempC\n2026-01-01T00:00,1\n2026-01-01T01:00,1\n2026-01-02T00:00,1\n"),
        ("a.csv", b"date,element,value\n2026-01-01,tmax,2\n2026-01-01,pluie,2\n"),
        ("a.zip", b"PK\x03\x04"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.gz", b"\x1f\x8b\x08\x00"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_french(
    reader: Client, name: str, content: bytes
) -> None:
    page = uploaded(reader, content, name)

    assert english_in(text_of(page)) == []
    assert not re.search("(?<!import_forecasts )--[a-z]", text_of(page))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("[0-9]*")), ids=lambda path: path.name)
def test_the_samples_of_all_sources_are_described_in_french(reader: Client, path: Path) -> None:
    page = uploaded(reader, path.read_bytes(), "f")

    described = text_of(page).partition("Les premières lignes")[0]
    assert english_in(re.sub("Colonnes non utilisées.*?\\. ", "", described)) == []
