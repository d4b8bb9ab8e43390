"""A page's requests and bytes, as a browser counts them."""

import gzip
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.people import People, wait_until_live

pytestmark = pytest.mark.browser

MOST_REQUESTS = 15
MOST_BYTES = 120_000


@dataclass
class Traffic:
    """The HTTP requests of a page since the last load, as path → transferred bytes."""

    page: Page
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._paths: dict[str, str] = {}
        session = self.page.context.new_cdp_session(self.page)
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _received(self, event: dict[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            self._paths[event["requestId"]] = event["response"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        if (path := self._paths.pop(event["requestId"], None)) is not None:
            self.sizes[path] = int(event["encodedDataLength"])


@pytest.mark.parametrize("path", ["/weatherforecast/", "/weatherforecast/create"])
def test_a_page_needs_few_requests_and_bytes_and_no_static_file_when_warm(
    people: People, path: str
) -> None:
    for number in range(100):
        people.post(location=f"Town {number:02}", summary="Showers, then sun")
    page = people.open("ada")
    page.goto("about:blank")
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    traffic = Traffic(page)

    page.goto(path)
    _settle(page)
    cold = dict(traffic.sizes)
    traffic.sizes.clear()
    page.goto("about:blank")
    page.goto(path)
    _settle(page)

    assert len(cold) <= MOST_REQUESTS
    document = next(address for address in cold if address.endswith(path))
    html = page.context.request.get(path).body()
    # The page itself may be compressed by a proxy instead of this process.
    cold[document] = min(cold[document], len(gzip.compress(html)))
    assert sum(cold.values()) <= MOST_BYTES, cold
    assert [address for address in traffic.sizes if "/static/" in address] == []


def _settle(page: Page) -> None:
    if page.locator("#connection-state").count():
        wait_until_live(page)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("", "/weatherforecast/"),
        ("", "/weatherforecast/place/Oslo"),
        ("ada", "/weatherforecast/create"),
        ("ada", "/weatherforecast/1/edit"),
    ],
)
def test_nothing_on_a_phone_moves_while_the_page_loads(
    people: People, account: str, path: str
) -> None:
    for number in range(9):
        people.post(location="Oslo", date=f"2041-03-0{number + 1}")
    page = people.open(account, viewport={"width": 412, "height": 823})
    page.add_init_script("""window.moved = [];
        new PerformanceObserver((list) => window.moved.push(...list.getEntries().map(
            ({ value, sources }) => [value, sources.map(({ node }) => node?.id || node?.className)]
        ))).observe({ type: "layout-shift", buffered: true });""")
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 90_000})

    page.goto(path)
    _settle(page)

    moved = page.evaluate("window.moved")
    # CLS is stated with two decimals; a busy machine may paint a line before the next one.
    assert sum(value for value, _sources in moved) < 0.005, moved
