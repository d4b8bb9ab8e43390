"""Scripts and style sheets joined from their parts, and the names and headers of static files."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.modules import open_modules
from weather.assets.joining import JoiningError, joined
from weather.assets.names import hashed_name, split_name

pytestmark = pytest.mark.once

PAGES = ["board", "activity", "form"]


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder whose files replace the project's static files."""
    files = {
        "a.js": (
            'import { c as d } from "./c.js";\nimport { b } from "./in/b.js";\n\n'
            "export const a = () => b() + d;\n"
        ),
        "in/b.js": 'import { c } from "../c.js";\nexport function b() {\n  return c;\n}\n',
        "c.js": "// a comment\nexport const c = 20;\nexport class Unused {}\n",
        "self.js": 'import { x } from "./other.js";\nexport const y = 1;\n',
        "other.js": 'import { y } from "./self.js";\nexport const x = 1;\n',
        "lost.js": 'import { x } from "./nowhere.js";\n',
        "default.js": "export default 1;\n",
        "page.css": '@import "c.css";\n@import "in/d.css";\np { color: red }\n',
        "c.css": ".c { color: green }\n",
        "in/d.css": ".d { color: blue }\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(
        "weather.assets.joining.finders.find",
        lambda name: str(tmp_path / name) if (tmp_path / name).is_file() else None,
    )
    return tmp_path


def test_a_module_is_joined_with_each_import_once(page: Page, static: Path) -> None:
    script = joined("a.js")

    assert script.count("a comment") == 1
    assert page.evaluate(f"() => {{ {script}\nreturn m2.a(); }}") == 40


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("self.js", "imports itself"),
        ("lost.js", "no static file nowhere.js"),
        ("default.js", "cannot be joined: export default"),
    ],
)
def test_a_file_that_cannot_be_joined_is_named(static: Path, name: str, said: str) -> None:
    with pytest.raises(JoiningError, match=said):
        joined(name)


def test_a_style_sheet_s_imports_come_before_it(static: Path) -> None:
    assert re.findall(r"\.c|\.d|p ", joined("page.css")) == [".c", ".d", "p "]


@pytest.mark.parametrize("name", PAGES)
def test_the_scripts_of_the_pages_are_joined_and_parsed(page: Page, name: str) -> None:
    open_modules(page)

    page.evaluate("(text) => new Function(text)", joined(f"forecasts/{name}/main.js"))


def test_a_hashed_name_is_cached_for_ever_and_compressed(client: Client) -> None:
    name = "joined/forecasts/board/main.js"
    accepting = {"Accept-Encoding": "gzip, br"}

    hashed = client.get(f"{settings.STATIC_URL}{hashed_name(name)}", headers=accepting)
    plain = client.get(f"{settings.STATIC_URL}{name}")
    older = client.get(f"{settings.STATIC_URL}{name.replace('.js', '.0123456789ab.js')}")

    assert "immutable" in hashed["Cache-Control"]
    assert hashed["Content-Encoding"] == "gzip"
    assert gzip.decompress(hashed.content) == plain.content == older.content
    assert (plain["Cache-Control"], older["Cache-Control"]) == ("no-cache", "no-cache")
    assert plain["Vary"] == "Accept-Encoding"
    assert plain["Content-Type"].startswith("text/javascript")


def test_files_of_packages_have_hashed_names_too(client: Client) -> None:
    address = f"{settings.STATIC_URL}{hashed_name('admin/css/base.css')}"

    answer = client.get(address)

    assert split_name(address)[1]
    assert (answer.status_code, answer["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["joined/nowhere.js", "joined/", "joined/%00", "x.0123456789ab.css"],
)
def test_an_unknown_static_file_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"{settings.STATIC_URL}{name}").status_code == 404
