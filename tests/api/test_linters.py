"""Redocly and Spectral find no error in the OpenAPI document."""

import json
from pathlib import Path

import pytest
from django.test import Client

from tests.node import package, run_node
from tools.kit.npm import REDOCLY, SPECTRAL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def document(anyone: Client, tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_bytes(anyone.get("/schema/?format=json").content)
    return path


def test_redocly_finds_no_error(document: Path) -> None:
    redocly = package(REDOCLY) / "bin" / "cli.js"

    done = run_node(redocly, "lint", document, "--format=json", REDOCLY_TELEMETRY="off")

    found = json.loads(done.stdout)["problems"]
    assert [each["ruleId"] for each in found if each["severity"] == "error"] == []


def test_spectral_finds_no_error(document: Path, tmp_path: Path) -> None:
    spectral = package(SPECTRAL) / "dist" / "index.js"
    (rules := tmp_path / "rules.yaml").write_text('extends: ["spectral:oas"]', encoding="utf-8")

    done = run_node(spectral, "lint", document, "--ruleset", rules, "--format=json")

    found = json.loads(done.stdout[: done.stdout.rindex("]") + 1])
    assert [each["code"] for each in found if each["severity"] == 0] == []
    assert done.returncode == 0, done.stderr
