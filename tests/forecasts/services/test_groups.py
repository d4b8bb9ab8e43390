"""The groups that the migrations create."""

from pathlib import Path

import pytest

from tests.weather.configuration.test_process_settings import manage

pytestmark = pytest.mark.once

_SHOW = """
from django.contrib.auth.models import Group
for group in Group.objects.order_by("name"):
    print(group.name, *sorted(group.permissions.values_list("codename", flat=True)))
"""


def test_a_new_database_has_forecasters_and_watchers(tmp_path: Path) -> None:
    own = {"WEATHER_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    manage("migrate", "--verbosity=0", settings="web_project.settings", **own)

    shown = manage("shell", "--no-imports", "-c", _SHOW, settings="web_project.settings", **own)

    assert shown.stdout.splitlines() == [
        (
            "forecasters add_forecast add_subscription change_forecast change_subscription "
            "delete_forecast delete_subscription view_forecast view_subscription"
        ),
        "watchers view_forecast",
    ]


def test_an_older_database_keeps_a_group_of_that_name(tmp_path: Path) -> None:
    own = {"WEATHER_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    web = "web_project.settings"
    manage("migrate", "forecasts", "0005", "--verbosity=0", settings=web, **own)
    manage("migrate", "auth", "--verbosity=0", settings=web, **own)
    make = "from django.contrib.auth.models import Group; Group.objects.create(name='watchers')"
    manage("shell", "--no-imports", "-c", make, settings=web, **own)
    manage("migrate", "--verbosity=0", settings=web, **own)

    shown = manage("shell", "--no-imports", "-c", _SHOW, settings=web, **own)

    assert "watchers view_forecast" in shown.stdout.splitlines()
