"""Every setting, event, command, close code and resync reason is in the documents."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from realtime.endpoints import websocket
from tests.docs.rooms import PRODUCT, ROOT
from weather.journal.events import event_types

TOP = "weather|accounts|forecasts|realtime|api_project|web_project|tests|bench|chaos|tools"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


def _sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for room in PRODUCT for path in (ROOT / room).rglob("*.py")
    )


def _documents() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


def test_every_setting_that_is_read_is_documented() -> None:
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", _sources()))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", _page("settings.md"), re.MULTILINE))

    assert read == documented


def test_every_event_type_is_documented() -> None:
    missing = [name for name in event_types() if name not in _page("protocol.md")]

    assert not missing


def test_every_metric_is_documented() -> None:
    made = set(re.findall(r"\(\s*\"(desk_\w+)\"", _sources()))
    page = _page("operations.md")

    assert len(made) > 30
    assert not [name for name in made if not re.search(rf"`{name}(_total)?`", page)]


def test_every_command_of_the_project_is_documented() -> None:
    commands = [
        name for name, app in get_commands().items() if str(app).partition(".")[0] in PRODUCT
    ]

    assert commands
    assert not [name for name in commands if name not in _documents()]


@pytest.mark.parametrize(
    "code",
    [
        websocket.TRY_AGAIN_LATER,
        websocket.TOO_LARGE,
        websocket.BAD_MESSAGE,
        websocket.TOO_MANY,
    ],
)
def test_every_close_code_is_documented(code: int) -> None:
    assert f"| {code} |" in _page("protocol.md")


def test_every_reason_to_resync_is_documented() -> None:
    hub_and_tail = _sources()
    reasons = set(re.findall(r'resync\([\w.]+, "(\w+)"\)', hub_and_tail))
    reasons |= {"other_epoch", "history_gone"}

    assert not [reason for reason in reasons if f"`{reason}`" not in _page("protocol.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)

    assert not [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_named_path_of_the_project_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = re.findall(rf"`((?:{TOP})/[\w./-]*)", text)

    assert not [path for path in paths if not (ROOT / path).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_dotted_name_of_the_project_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    names = re.findall(rf"(?<![\w./-])((?:{TOP})\.[a-z_.]+[a-z_])(?![\w/-])", text)

    assert not [name for name in names if not _is_there(name)]


def _is_there(name: str) -> bool:
    *room, last = name.split(".")
    path = ROOT.joinpath(*room)
    if (path / last).is_dir() or (path / f"{last}.py").exists() or (path / last).exists():
        return True
    module = path.with_suffix(".py")
    return module.exists() and re.search(rf"\b{last}\b", module.read_text("utf-8")) is not None


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")
