"""Pages that keep every forecast by the client alone, and the REST list to compare them with."""

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.people import PATIENCE_MS
from tools.kit.desk import Desk

SCRIPT = (Path(__file__).parent / "reader_page.js").read_text(encoding="utf-8")


def rest_list(desk: Desk) -> dict[str, Any]:
    """Return every forecast as the API shows it, and a cursor; the list is at least that new."""
    head = _get(desk, "/api/weatherforecast/events?limit=1")
    forecasts = every_forecast(desk)
    forecasts.sort(key=lambda forecast: int(forecast["id"]))
    cursor = {name: head[name] for name in ("epoch", "position", "digest")}
    return {**cursor, "forecasts": forecasts}


def every_forecast(desk: Desk) -> list[dict[str, Any]]:
    """Return all pages of the API's list."""
    url, forecasts = f"{desk.api_url}/api/weatherforecast?limit=1000", []
    while url:
        with urllib.request.urlopen(url, timeout=10) as answer:
            forecasts += json.load(answer)
            link = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        url = link[1] if link else ""
    return forecasts


def open_reader(
    page: Page, desk: Desk, web_url: str, *, list_: dict[str, Any] | None = None, **options: Any
) -> Page:
    """Make the page a reader of the desk's forecasts, and wait until it is live.

    It starts with `list_`, or with the API's current list; `options` are those of connect().
    """
    prepare(page, desk, web_url)
    page.evaluate("given => start(...given)", [list_ or rest_list(desk), options])
    wait(page, "client.link === 'live'")
    return page


def prepare(page: Page, desk: Desk, web_url: str) -> None:
    """Load the reader's script without starting it."""
    page.expose_function("readList", lambda: rest_list(desk))
    show(
        page, web_url, f"<!doctype html><title>reader</title><script type=module>{SCRIPT}</script>"
    )
    wait(page, "Boolean(window.start)")


def show(page: Page, web_url: str, html: str) -> None:
    """Show the given HTML as a page of the web process's origin.

    It replaces the body of a real answer of the process: a page that a route answers alone belongs
    to no network, and browsers deny such pages access to the machine's own addresses.
    """
    page.goto(f"{web_url}/static/realtime/client.js")
    page.set_content(html)


def wait(page: Page, condition: str, *, milliseconds: float = PATIENCE_MS) -> None:
    """Wait until a JavaScript expression is true."""
    page.wait_for_function(condition, timeout=milliseconds)


def _get(desk: Desk, path: str) -> Any:
    with urllib.request.urlopen(f"{desk.api_url}{path}", timeout=30) as response:
        return json.loads(response.read())
