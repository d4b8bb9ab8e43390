"""The HTML pages of the API, which load local files only."""

import json
import re

import pytest
from django.test import Client

from tests.api.problems import URL
from tests.forecasts.rows import make_forecast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "/", "/1"])
def test_the_browsable_api_is_rendered_for_a_reader(anyone: Client, path: str) -> None:
    make_forecast()

    answer = anyone.get(f"{URL}{path}", headers={"Accept": "text/html"})

    assert answer["Content-Type"].startswith("text/html")
    assert answer.status_code in {200, 404}
    assert "Django REST framework" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "/{id}"])
def test_the_browsable_api_has_a_form_for_a_writer(api: Client, path: str) -> None:
    forecast = make_forecast()

    answer = api.get(f"{URL}{path.format(id=forecast.pk)}", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert 'name="temperatureC"' in answer.content.decode()


def test_a_refusal_in_the_browsable_api_is_a_page(api: Client) -> None:
    answer = api.post(URL, {"date": "soon"}, headers={"Accept": "text/html"})

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    ["/swagger/", "/swagger/?script=", "/api/weatherforecast?format=api", "/api-auth/login/"],
)
def test_a_page_loads_its_files_from_this_site_only(anyone: Client, path: str) -> None:
    text = anyone.get(path).content.decode()

    assert anyone.get(path).status_code == 200
    loaded = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)""", text)
    assert loaded or "script=" in path
    files = [url for url in loaded if re.search(r"\.(css|js|png|ico|svg|woff2?)(\?|$)", url)]
    assert all(url.startswith("/") and not url.startswith("//") for url in files), files


def test_the_files_that_swagger_needs_are_served(anyone: Client) -> None:
    text = anyone.get("/swagger/").content.decode()
    files = re.findall(r"""(?:src|href)\s*=\s*["'](/[^"']+)""", text)

    assert any("/swagger-ui-bundle." in url for url in files)
    for url in files:
        answer = anyone.get(url)
        assert answer.status_code == 200, url
        b"".join(answer) if answer.streaming else answer.content
        answer.close()


@pytest.mark.parametrize(
    "path", ["/swagger/", "/api-auth/login/", "/api/weatherforecast?format=api"]
)
def test_a_page_has_a_strict_content_security_policy(anyone: Client, path: str) -> None:
    policy = anyone.get(path)["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy.partition("style-src")[0]


def test_the_schema_describes_the_api(anyone: Client) -> None:
    answer = anyone.get("/schema/?format=json")

    schema = json.loads(answer.content)
    assert {URL, f"{URL}/{{id}}"} <= {path.rstrip("/") for path in schema["paths"]}
    fields = schema["components"]["schemas"]["Forecast"]["properties"]
    assert list(fields) == [
        *("id", "date", "temperatureC", "temperatureF", "summary", "location", "version"),
    ]


def test_the_front_page_leads_to_the_documentation(anyone: Client) -> None:
    assert anyone.get("/")["Location"] == "/swagger/"
