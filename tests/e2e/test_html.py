"""Every page is valid HTML, to html-validate's standard."""

import json
from pathlib import Path

import pytest

from tests.e2e.people import People
from tests.node import package, run_node
from tools.kit.npm import HTML_VALIDATE

LIST = "/weatherforecast/"
PATHS = (
    *(LIST, f"{LIST}?by=location&q=o", f"{LIST}?date_after=x", f"{LIST}place/Oslo"),
    *(f"{LIST}place/Nowhere", f"{LIST}create", f"{LIST}1/edit", f"{LIST}1/delete"),
    *(f"{LIST}1/history", f"{LIST}activity", f"{LIST}import", "/accounts/login/", "/accounts/"),
    *("/insights/", "/status/", "/offline/", "/nothing"),
)


@pytest.mark.parametrize("account", ["", "ada"])
def test_no_page_has_an_error(people: People, tmp_path: Path, account: str) -> None:
    made = people.post(location="Oslo").body["id"]
    people.send("PATCH", f"/{made}", {"summary": '<Rain> & "sun"'})
    page = people.open(account)
    for number, path in enumerate(PATHS):
        text = page.request.get(path).text()
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    (tmp_path / ".htmlvalidate.json").write_text(
        json.dumps({"root": True, "extends": ["html-validate:standard"]}), encoding="utf-8"
    )
    script = package(HTML_VALIDATE) / "bin" / "html-validate.mjs"

    done = run_node(
        script,
        "--config",
        tmp_path / ".htmlvalidate.json",
        "--formatter",
        "text",
        f"{tmp_path}/*.html",
    )

    assert (done.returncode, done.stdout + done.stderr) == (0, "")
