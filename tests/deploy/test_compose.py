"""deploy/Dockerfile and deploy/compose.yaml: checked as files, then the services run together."""

import json
import re
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts import basic
from tests.deploy.composed import COMPOSE, HOSTS, ROOT, Composed, document
from tests.e2e.people import PASSWORDS, log_in, row, save_new, wait_until_live

pytestmark = pytest.mark.once

BIN = Path(sys.executable).parent
OURS = ("migrate", "api", "web", "subscriber", "followers")


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    checked = subprocess.run(
        [str(BIN / "hadolint"), str(ROOT / "deploy" / "Dockerfile")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "")


def test_compose_yaml_follows_the_compose_specification() -> None:
    checked = subprocess.run(
        [
            *(str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"),
            str(COMPOSE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_path_that_the_dockerfile_copies_exists_and_is_not_ignored() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    }
    taken = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().splitlines()

    assert all((ROOT / source).exists() for source in copied)
    assert copied == {line[1:] for line in taken if line.startswith("!")}


@pytest.mark.parametrize("service", OURS)
def test_a_container_of_the_project_has_no_further_privileges(service: str) -> None:
    found: dict[str, Any] = document()["services"][service]

    assert found["user"] == "10001:10001"
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert not [name for name in found["environment"] if name.endswith(("PASSWORD", "SECRET_KEY"))]


def test_both_nginx_files_have_the_same_locations() -> None:
    def locations(name: str) -> list[str]:
        return re.findall(r"^ *location .+$", (ROOT / "deploy" / name).read_text(), re.MULTILINE)

    assert locations("compose/nginx.conf") == locations("nginx.conf")


@pytest.fixture(scope="module")
def composed() -> Iterator[Composed]:
    # Not in pytest's folder, to which a service's own user has no access.
    with (
        TemporaryDirectory(prefix="weather-composed-") as folder,
        Composed(Path(folder)) as composed,
    ):
        code = (
            "from django.contrib.auth.models import Group, User; "
            f"User.objects.create_user('ada', password={PASSWORDS['ada']!r})"
            ".groups.add(Group.objects.get(name='forecasters'))"
        )
        composed.manage("shell", "--no-imports", "--command", code)
        yield composed


@pytest.fixture
def pages(composed: Composed, browser: Browser) -> Iterator[list[Page]]:
    """Yield the list over https in two browsers, one of them logged in."""
    contexts = []
    for account in ("ada", ""):
        context = browser.new_context(
            base_url=f"https://localhost:{composed.site.port}",
            ignore_https_errors=True,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        if account:
            log_in(page, account)
        else:
            page.goto("/weatherforecast/")
        wait_until_live(page)
    yield [context.pages[0] for context in contexts]
    for context in contexts:
        context.close()


def test_a_change_by_the_web_and_one_by_the_api_reach_both_browsers(
    composed: Composed, pages: list[Page]
) -> None:
    by_web = save_new(pages[0], Location="Bergen")
    by_api = post(composed, location="Oslo")

    for page in pages:
        for forecast, place in ((by_web, "Bergen"), (by_api, "Oslo")):
            expect(row(page, forecast)).to_contain_text(place, timeout=15_000)
    assert len([name for name in composed.processes if name.startswith(("web", "subscr"))]) == 4
    assert HOSTS.startswith("desk.example.org")


def post(composed: Composed, **fields: object) -> str:
    """Make a forecast by the API, over https, and return its id."""
    request = urllib.request.Request(
        f"https://localhost:{composed.site.port}/api/weatherforecast",
        data=json.dumps({"date": "2025-10-25", "temperatureC": 25, **fields}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": basic("ada", PASSWORDS["ada"]),
        },
    )
    trusting = ssl.create_default_context(cafile=str(composed.site.authority))
    with urllib.request.urlopen(request, timeout=20, context=trusting) as answer:
        return str(json.load(answer)["id"])
