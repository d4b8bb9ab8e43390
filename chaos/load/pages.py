"""Real browser pages as readers: what counts is what their DOM shows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import Browser, Error, Page, Route, async_playwright

from chaos.checking.digests import row_digest
from chaos.run.log import Log
from tools.kit import chromium

# Notes every version that a row shows, in order: a row must never go back. What it is while a board
# that was read again is put on the page, before the events after it, is not seen by anyone.
_WATCH = """
window.shown = [];
new MutationObserver((records) => {
  const note = (row, version) => window.shown.push([row.dataset.forecastId, Number(version)]);
  const changed = new Set();
  const known = new Set(records.flatMap(({addedNodes}) => [...addedNodes].flatMap(
    (node) => [node, ...(node.querySelectorAll?.("[data-forecast-id]") ?? [])])));
  for (const record of records) {
    if (record.type === "attributes" && !known.has(record.target)) {
      known.add(record.target);
      note(record.target, record.oldValue);
    }
    for (const node of [record.target, ...record.addedNodes]) {
      if (node.dataset?.forecastId && node.dataset.version) changed.add(node);
    }
  }
  for (const row of changed) note(row, row.dataset.version);
}).observe(document, {
  subtree: true, childList: true,
  attributes: true, attributeFilter: ["data-version"], attributeOldValue: true,
});
"""
_LOOK = """() => ({
  here: document.querySelector("#board") !== null,
  live: document.querySelector("#connection-state")?.dataset.state === "live",
  rows: [...document.querySelectorAll("main [data-forecast-id][data-forecast]")].map((row) => ({
    ...JSON.parse(row.dataset.forecast),
    version: Number(row.dataset.version),
    summary: row.querySelector('[data-field="summary"]').textContent.trim(),
  })),
  shown: (window.shown ?? []).splice(0),
})"""
_POLL_SECONDS = 0.15
# What the sabotage of the browser's version guard replaces in rows.js.
GUARD = "forecast.version <= before.version"


class PageReader:
    """One open page. `rows` and `live` are those of the last poll, a moment ago."""

    kind = "page"

    def __init__(self, name: str, page: Page, log: Log) -> None:
        self.name = name
        self.rows: dict[str, str] = {}
        self.live = False
        self._page = page
        self._astray = False
        self._log = log
        self._task: asyncio.Task[None] | None = None

    async def open(self, url: str) -> None:
        """Open the list, and poll it until close()."""
        await self._page.add_init_script(_WATCH)
        await self._page.goto(url)
        self._task = asyncio.create_task(self._poll(), name=self.name)

    async def reload(self) -> None:
        """Reload the page, as with F5; wait for an unreachable server."""
        self._astray = False
        self._log.write("reloaded", client=self.name)
        with suppress(Error):
            await self._page.reload(timeout=5_000, wait_until="commit")

    async def close(self) -> None:
        """Stop polling."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _poll(self) -> None:
        while True:
            try:
                self._take(await self._page.evaluate(_LOOK))
            except Error:  # it is being loaded
                self.live = False
            await asyncio.sleep(_POLL_SECONDS)
            if self._astray:  # an error page: reload until the desk is reachable
                await self.reload()

    def _take(self, seen: dict[str, Any]) -> None:
        self._astray = not seen["here"]
        self.live = seen["live"]
        self.rows = {str(row["id"]): row_digest(row) for row in seen["rows"]}
        if seen["shown"]:
            self._log.write("shown", client=self.name, versions=seen["shown"])


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium, the one that the tests drive."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.launch_arguments()
        )
        try:
            yield started
        finally:
            await started.close()


async def without_guard(page: Page) -> None:
    """Sabotage: the page takes every event, whatever version it has already."""

    async def unguarded(route: Route) -> None:
        response = await route.fetch()
        text = await response.text()
        assert GUARD in text, "the sabotage has to follow rows.js"
        await route.fulfill(response=response, body=text.replace(GUARD, "false"))

    await page.route("**/board/main*.js", unguarded)
