"""People in browsers and a client of the API, for tests of the whole desk."""

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.accounts import basic
from tools.kit.desk import Desk

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
PASSWORDS = {"ada": "ada-writes", "grace": "grace-writes", "root": "root-writes"}

# Long enough for a loaded machine; a shorter limit is measured by the test that needs it.
PATIENCE_MS = 15_000


class Answer(NamedTuple):
    """An answer of the API; `at` and `took` in seconds, `at` since 1970."""

    status: int
    body: dict[str, Any]
    at: float
    took: float


@dataclass
class People:
    """Opens a separate browser context for each person, and closes all at the end."""

    desk: Desk
    browser: Browser
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, account: str = "", *, path: str = "/weatherforecast/", **options: Any) -> Page:
        """Open the list as `account`, or without an account, and wait until it is live."""
        scripted = options.get("java_script_enabled", True)
        context = self.browser.new_context(
            base_url=options.pop("web_url", self.desk.web_url),
            **{"locale": "en-GB", "service_workers": "block"} | options,
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH)
        page = context.new_page()
        if account:
            log_in(page, account, path)
        else:
            page.goto(path)
        if scripted:
            wait_until_live(page)
        return page

    def close_later(self, context: BrowserContext) -> None:
        """Close a context of the test's own at the end, with the others."""
        self._contexts.append(context)

    def close(self) -> None:
        """Close every browser."""
        for context in self._contexts:
            context.close()

    def send(
        self, method: str, path: str, body: object = None, *, session: Page | None = None
    ) -> Answer:
        """Send the API a request as ada: with HTTP Basic, or in the session of an open page.

        A session avoids hashing a password, which takes longer than the measured time.
        """
        request = urllib.request.Request(
            f"{self.desk.api_url}/api/weatherforecast{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | (_basic("ada") if session is None else _session_of(session)),
        )
        began = time.time()
        with urllib.request.urlopen(request, timeout=20) as response:
            text = response.read()
            at = time.time()
            return Answer(response.status, json.loads(text or b"{}"), at, at - began)

    def post(self, *, session: Page | None = None, **fields: Any) -> Answer:
        """Make a forecast over the API."""
        usual = {"date": "2025-10-25", "temperatureC": 25, "summary": "Warm", "location": "Oslo"}
        return self.send("POST", "", usual | fields, session=session)


def _basic(account: str) -> dict[str, str]:
    return {"Authorization": basic(account, PASSWORDS[account])}


def _session_of(page: Page) -> dict[str, str]:
    cookies = {str(cookie["name"]): str(cookie["value"]) for cookie in page.context.cookies()}
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Cookie": sent, "X-CSRFToken": cookies["csrftoken"]}


def log_in(page: Page, account: str, path: str = "/weatherforecast/") -> None:
    """Log in with the form and open `path`."""
    page.goto(f"/accounts/login/?next={path}")
    page.get_by_label("Username").fill(account)
    page.get_by_label("Password").fill(PASSWORDS[account])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url and url.endswith(path))


def state_of(page: Page) -> Locator:
    """Return the badge with the connection state."""
    return page.locator("#connection-state")


def wait_until_live(page: Page) -> None:
    """Wait until the page's stream is open."""
    expect(state_of(page)).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)


def row(page: Page, forecast_id: object) -> Locator:
    """Return the forecast's row."""
    return page.locator(f'tr[data-forecast-id="{forecast_id}"]')


def cell(page: Page, forecast_id: object, name: str) -> Locator:
    """Return the cell of a field, given by its public name, in the forecast's row."""
    return row(page, forecast_id).locator(f'[data-field="{name}"]')


def toasts(page: Page) -> Locator:
    """Return the visible toasts."""
    return page.locator("#toasts .toast")


def frame_with(page: Page, type_: str, forecast_id: object) -> float:
    """Wait for the frame with that event and return its arrival, in seconds since 1970."""
    found = page.wait_for_function(
        "([type, id]) => watched.arrival(type, id)", arg=[type_, int(str(forecast_id))]
    )
    return float(found.json_value()) / 1000


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill the form's fields by their labels."""
    for label, value in fields.items():
        page.get_by_label(label).fill(value)


def save_new(page: Page, **fields: str) -> str:
    """Create a forecast with the form, starting from the list, and return its id."""
    page.get_by_role("link", name="New forecast").click()
    page.wait_for_url("**/create**")
    fill(page, {"Location": "Bergen", "Date": "2025-10-25", "Temperature (°C)": "12"} | fields)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/weatherforecast/#forecast-*")
    return page.url.rpartition("-")[2]


def without(stop: Callable[[], object], start: Callable[[], object]) -> "Absence":
    """Return a context manager in which a part of the desk is stopped."""
    return Absence(stop, start)


class Absence:
    """Stops a part of the desk on entry and starts it again at the end."""

    def __init__(self, stop: Callable[[], object], start: Callable[[], object]) -> None:
        self._stop, self._start = stop, start

    def __enter__(self) -> None:
        self._stop()

    def __exit__(self, *exc: object) -> None:
        self._start()
