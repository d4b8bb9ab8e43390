"""The settings of each process: its receivers, and the refusal to start with an invalid value."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BOTH = pytest.mark.parametrize("settings", ["api_project.settings", "web_project.settings"])

pytestmark = pytest.mark.once


def manage(*arguments: str, settings: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def value(name: str, *, settings: str) -> str:
    code = f"from django.conf import settings; print(settings.{name})"
    return manage("shell", "--no-imports", "-c", code, settings=settings).stdout.strip()


@BOTH
def test_the_system_check_passes(settings: str) -> None:
    checked = manage("check", settings=settings)

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_the_api_process_s_receivers_are_audit_count_and_broker() -> None:
    assert value("EVENT_ORIGIN", settings="api_project.settings") == "api"
    assert value("EVENT_RECEIVERS", settings="api_project.settings") == str(
        [
            "weather.journal.receivers.audit",
            "weather.metrics.receivers.count",
            "realtime.receivers.publish_to_broker",
        ]
    )


def test_the_web_process_sends_to_its_own_browsers_before_the_broker() -> None:
    assert value("EVENT_ORIGIN", settings="web_project.settings") == "web"
    assert value("EVENT_RECEIVERS", settings="web_project.settings") == str(
        [
            "weather.journal.receivers.audit",
            "weather.metrics.receivers.count",
            "realtime.receivers.broadcast_to_groups",
            "realtime.receivers.publish_to_broker",
        ]
    )


@BOTH
def test_both_processes_have_one_database_one_key_and_one_broker(settings: str) -> None:
    names = ["DATABASES['default']['NAME']", "SECRET_KEY", "REDIS_URL", "DATA_DIR"]

    for name in names:
        assert value(name, settings=settings) == value(name, settings="web_project.settings")


@BOTH
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("DATABASE_URL", "mysql://db/weather"),
        ("WEATHER_DATA_DIR", "/dev/null/data"),
        ("API_PORT", "seventy"),
        ("WEB_PORT", "5001/tcp"),
    ],
)
def test_an_invalid_setting_stops_the_process_and_is_named(
    settings: str, name: str, given: str
) -> None:
    checked = manage("check", settings=settings, **{name: given})

    assert checked.returncode != 0
    assert name in checked.stderr.strip().splitlines()[-1]
