"""The browser's modules alone: served to a page from the source tree, without a desk."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

ORIGIN = "http://desk.test"


def open_modules(page: Page, body: str = "<p>modules</p>") -> None:
    """Open an empty page from which the static files can be imported as the desk serves them."""
    page.route(f"{ORIGIN}/**", lambda route: _answer(route, body))
    page.goto(f"{ORIGIN}/")


def run(page: Page, function: str, *arguments: Any) -> Any:
    """Run an async JavaScript function with the arguments, and return what it returns."""
    return page.evaluate(f"given => ({function})(...given)", list(arguments))


def _answer(route: Route, body: str) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if found:
        route.fulfill(path=Path(str(found)), content_type="text/javascript")
    else:
        route.fulfill(body=f"<!doctype html><html lang=en><body>{body}", content_type="text/html")
