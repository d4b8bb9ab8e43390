"""The documentation as a site: built strictly, with a tab for each kind of reader."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
DOCUMENTS = sorted((ROOT / "docs").glob("**/*.md"))

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; a broken link or anchor is an error."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [
            str(BIN / "mkdocs"),
            "build",
            "--config-file",
            "tools/site/mkdocs.yml",
            "--strict",
            "--site-dir",
            str(folder),
        ],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_every_document_is_a_page(site: Path) -> None:
    for document in DOCUMENTS:
        page = document.relative_to(ROOT / "docs").with_suffix("")
        html = site / "index.html" if page.name == "index" else site / page / "index.html"
        assert html.exists(), document


@pytest.mark.parametrize("reader", ["Newcomer", "Integrator", "Operator"])
def test_each_kind_of_reader_has_a_tab(site: Path, reader: str) -> None:
    tabs = re.findall(r'md-tabs__link">\s*(\w+)\s*<', (site / "index.html").read_text())

    assert reader in tabs


def test_the_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        fetched = re.findall(
            r'<(?:script|img|link rel="stylesheet")[^>]+(?:src|href)="(https?:[^"]+)',
            page.read_text(),
        )
        assert fetched == [], page


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_named_test_exists(document: Path) -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", document.read_text(encoding="utf-8"))

    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_every_alert_is_in_the_operations_page() -> None:
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert not [name for name in re.findall(r"alert: (\w+)", rules) if f"`{name}`" not in page]


def test_every_symptom_s_test_applies_the_page_s_remedy() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.partition("## Troubleshoot by symptom")[2].partition("\n## ")[0]
    named = re.findall(r"\| `(tests/[\w/.]+)::(\w+)` \|$", table, re.MULTILINE)
    lines = [line for line in table.splitlines() if line.startswith("| ")]

    assert len(named) == len(lines) - 1 > 15
    for path, name in named:
        module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        [test] = [each for each in ast.walk(module) if getattr(each, "name", "") == name]
        assert re.search(rf"(mend\(|rows\(\)\[)['\"]{name}['\"]", ast.unparse(test)), name
