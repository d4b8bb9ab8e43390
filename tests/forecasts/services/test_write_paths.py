"""Every write path adds one journal entry per forecast; a rolled-back write adds and sends none.

The API's write paths are in tests/api/test_write_paths.py.
"""

from collections.abc import Callable, Generator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from forecasts import services
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.forecasts.admin.admin_forms import confirm_deletion
from tests.forecasts.rows import fields, make_forecasts
from tests.listening import listening
from tests.state import entries_since, happened_since, state
from weather.journal.signals import event_recorded

pytestmark = pytest.mark.django_db(transaction=True)

ADMIN = "/admin/forecasts/forecast/"
TYPED = {
    "date": "2025-11-01",
    "temperature_c": "-3.5",
    "summary": "Cold",
    "location": "Bergen",
}


class Scene(NamedTuple):
    """The writing client, the forecasts, and a folder for files."""

    web: Client
    rows: list[Forecast]
    folder: Path


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Return a scene with three forecasts and the client of an account that may change them."""
    client = Client()
    client.force_login(make_writer())
    return Scene(client, make_forecasts(3), tmp_path)


def post_admin(scene: Scene, path: str, **typed: str) -> Any:
    """Post the admin's form with its initial values, and `typed` on top."""
    form = scene.web.get(f"{ADMIN}{path}").context["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    return scene.web.post(f"{ADMIN}{path}", {**given, **typed})


def post_action(scene: Scene, action: str, **more: str) -> Any:
    chosen = [str(row.pk) for row in scene.rows[:2]]
    data = {"action": action, "_selected_action": chosen, **more}
    return scene.web.post(ADMIN, data)


def import_file(scene: Scene) -> None:
    file = scene.folder / "days.csv"
    file.write_text("date,temperatureC\n2025-11-01,1\n2025-11-02,2.5\n2025-11-03,-3\n")
    call_command("import_forecasts", str(file), stdout=StringIO(), stderr=StringIO())


def form_create(scene: Scene) -> Any:
    path = "/weatherforecast/create"
    form = scene.web.get(path).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return scene.web.post(path, {**hidden, **TYPED})


def form_edit(scene: Scene) -> Any:
    return scene.web.post(f"/weatherforecast/{scene.rows[0].pk}/edit", {**TYPED, "version": "1"})


def form_delete(scene: Scene) -> Any:
    return scene.web.post(f"/weatherforecast/{scene.rows[0].pk}/delete", {"version": "1"})


#: Each write path: the function that writes, and the kinds of events that it makes.
PATHS: dict[str, tuple[Callable[[Scene], Any], list[str]]] = {
    "form create": (form_create, ["created"]),
    "form edit": (form_edit, ["updated"]),
    "form delete": (form_delete, ["deleted"]),
    "admin add": (lambda scene: post_admin(scene, "add/", **TYPED), ["created"]),
    "admin change": (
        lambda scene: post_admin(scene, f"{scene.rows[0].pk}/change/", **TYPED),
        ["updated"],
    ),
    "admin delete": (
        lambda scene: confirm_deletion(scene.web, scene.rows[0]),
        ["deleted"],
    ),
    "admin bulk delete": (
        lambda scene: post_action(scene, "delete_selected", post="yes"),
        ["deleted", "deleted"],
    ),
    "admin bulk change": (
        lambda scene: post_action(scene, "change_selected", apply="yes", warmer_by="1.5"),
        ["updated", "updated"],
    ),
    "import": (import_file, ["created", "created", "created"]),
    "shell create": (lambda scene: services.create_forecast(**fields(9)), ["created"]),
    "shell update": (
        lambda scene: services.update_forecast(forecast_id=scene.rows[0].pk, summary="Hot"),
        ["updated"],
    ),
    "shell delete": (
        lambda scene: services.delete_forecast(forecast_id=scene.rows[0].pk),
        ["deleted"],
    ),
    "shell delete many": (
        lambda scene: services.delete_forecasts(forecast_ids=[row.pk for row in scene.rows]),
        ["deleted", "deleted", "deleted"],
    ),
    "shell import": (
        lambda scene: services.import_forecasts(rows=[fields(8), fields(9)]),
        ["created", "created"],
    ),
}
EVERY_PATH = pytest.mark.parametrize("path", PATHS)


class Refused(Exception):
    """Raised in the transaction of a change, after it was recorded."""


@pytest.fixture
def refusing() -> Generator[None]:
    """Make every change fail inside its transaction."""

    def refuse(**_: Any) -> None:
        raise Refused

    event_recorded.connect(refuse)
    yield
    event_recorded.disconnect(refuse)


@EVERY_PATH
def test_each_forecast_gets_one_entry_and_its_text_is_published(scene: Scene, path: str) -> None:
    write, expected = PATHS[path]
    before = state()

    with listening() as listener:
        write(scene)
        heard = listener.heard()

    happened = happened_since(before)
    assert [what for what, _ in happened] == expected
    assert len({number for _, number in happened}) == len(expected)
    assert heard == [(entry.type, entry.text) for entry in entries_since(before)]


@EVERY_PATH
def test_each_changed_row_has_an_event(scene: Scene, path: str) -> None:
    write, _ = PATHS[path]
    before = state()

    write(scene)

    rows = {row["id"]: row for row in before.forecasts}
    after = {row["id"]: row for row in state().forecasts}
    changed = {str(number) for number in rows | after if rows.get(number) != after.get(number)}
    assert {number for _, number in happened_since(before)} == changed


@EVERY_PATH
def test_a_rolled_back_change_adds_nothing_and_sends_nothing(
    scene: Scene, path: str, request: pytest.FixtureRequest
) -> None:
    write, _ = PATHS[path]
    before = state()
    request.getfixturevalue("refusing")

    with listening() as listener:
        with pytest.raises((Refused, CommandError, SystemExit)):
            write(scene)
        heard = listener.heard()

    assert state() == before
    assert heard == []


@pytest.mark.parametrize("path", ["form create", "admin add", "import", "shell create"])
def test_the_source_names_the_interface(scene: Scene, path: str) -> None:
    write, _ = PATHS[path]
    before = state()

    write(scene)

    sources = {"form": "/weather/web", "admin": "/weather/admin", "import": "/weather/import"}
    expected = sources.get(path.split(maxsplit=1)[0], "/weather/shell")
    assert {entry.source for entry in entries_since(before)} == {expected}
    assert all(entry.actor for entry in entries_since(before))
