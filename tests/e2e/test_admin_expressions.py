"""The theme's expressions, evaluated without eval: as JavaScript means them, and no further."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page

from tests.processes.desk import Desk

MEANINGS: list[tuple[str, object]] = [
    ("1 + 2 - 4", -1),
    ("'it\\'s' + \"!\"", "it's!"),
    ("!false && 1 < 2 || missing", True),
    ("null === undefined ? 'a' : [1, 'b'][1]", "b"),
    ("{a: {'b c': 2}}['a']['b c']", 2),
    ("open = 3; open = open + 1", 4),
    ("if (open > 5) { 'much' } else { 'little' }", "little"),
    ("[1, 2].map(each => each + open)", [5, 6]),
    ("['h3', 'p'].includes($el.tagName.toLowerCase())", True),
]
REFUSED = [
    "''.constructor.constructor('return 1')()",
    "[]['cons' + 'tructor']",
    "{}.__proto__",
    "$el.ownerDocument.defaultView",
    "document.title = 1",
    "fetch('/')",
    "new Date()",
    "`text`",
    "1 +",
    "1 2",
    "open =",
    "1 = 2",
]


@pytest.fixture
def page(desk: Desk, browser: Browser) -> Generator[Page]:
    """A page of the theme's, with an element that has data of its own."""
    context = browser.new_context(base_url=desk.web_url)
    page = context.new_page()
    page.goto("/admin/login/")
    page.evaluate(
        """
        document.addEventListener("securitypolicyviolation", (event) => {
          (window.refused ??= []).push(event.violatedDirective);
        });
        document.body.insertAdjacentHTML("beforeend", '<p id="try" x-data="{open: 0}"></p>');
        """
    )
    page.wait_for_function("document.querySelector('#try')._x_dataStack")
    yield page
    context.close()


def value_of(page: Page, expression: str) -> object:
    """Return what the expression comes to on the element."""
    return page.evaluate(
        "(text) => Alpine.evaluate(document.querySelector('#try'), text)", expression
    )


def test_expressions_mean_what_they_mean_in_javascript(page: Page) -> None:
    assert [(text, value_of(page, text)) for text, _ in MEANINGS] == MEANINGS


def test_expressions_reach_nothing_else(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    assert [value_of(page, text) for text in REFUSED] == [None] * len(REFUSED)
    assert len([text for text in complaints if text.startswith("Expression “")]) == len(REFUSED)
    assert page.evaluate("window.refused") is None
