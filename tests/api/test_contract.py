"""The OpenAPI document is valid and names every route and method."""

from typing import Any

import jsonschema
import pytest
from django.test import Client
from openapi_spec_validator import validate

from forecasts.models import LARGEST_VERSION
from tests.api.problems import URL, body
from tests.docs.access import rows
from tests.forecasts.rows import make_forecast

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(anyone: Client) -> Any:
    return body(anyone.get("/schema/?format=json"))


def test_the_document_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_every_route_of_the_api_is_in_it(document: Any) -> None:
    described = {
        (method.upper(), path.replace("{id}", "<id>"))
        for path, methods in document["paths"].items()
        for method in methods
        if method != "parameters"
    }

    asked = {(row.method, row.route) for row in rows("The api process")}
    assert described == {each for each in asked if each[1].startswith("/api/")}


def _resolved(document: Any, each: Any) -> Any:
    if "$ref" in each:
        for name in each["$ref"].removeprefix("#/").split("/"):
            document = document[name]
        return document
    return each


def test_every_response_has_headers_and_its_body_an_example(document: Any) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            for status, response in operation["responses"].items():
                found = _resolved(document, response)
                where = (path, method, status)
                assert "X-Correlation-ID" in found["headers"], where
                for media in found.get("content", {}).values():
                    assert "example" in media or media["examples"], where


def test_the_examples_match_the_schemas(document: Any) -> None:
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method == "parameters" or "requestBody" not in operation:
                continue
            for media in operation["requestBody"]["content"].values():
                schema = {**media["schema"], "components": document["components"]}
                jsonschema.Draft202012Validator(schema).validate(media["example"])


def test_a_forecast_matches_its_schema(document: Any, anyone: Client) -> None:
    schema = {"$ref": "#/components/schemas/Forecast", "components": document["components"]}

    forecast = body(anyone.get(f"{URL}/{make_forecast(celsius='-2.5').pk}"))

    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(forecast)
    assert not validator.is_valid({**forecast, "colour": "red"})
    assert not validator.is_valid({**forecast, "version": LARGEST_VERSION + 1})


def test_the_document_says_whether_reading_is_public(
    document: Any, anyone: Client, settings: Any
) -> None:
    assert document["paths"][URL]["get"]["security"][0] == {}
    assert {} not in document["paths"][URL]["post"]["security"]

    settings.PUBLIC_READ = False
    private = body(anyone.get("/schema/?format=json"))

    assert {} not in private["paths"][URL]["get"]["security"]
