"""Run axe-core in a page, from the package that contains it."""

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from playwright.sync_api import Page

# All of axe-core's rules for WCAG 2.2, levels A and AA, and its best practices.
_RUN = "() => axe.run(document, {resultTypes: ['violations']})"
_GRAVE = {"serious", "critical"}


class Finding(NamedTuple):
    """An axe-core finding: the rule, and the elements that break it."""

    rule: str
    impact: str
    places: list[str]


def grave_findings(page: Page) -> list[Finding]:
    """Return axe-core's serious and critical findings about the page's current state."""
    page.wait_for_load_state()
    page.evaluate(_source())  # through the debugger, so that the page's policy applies unchanged
    found: dict[str, Any] = page.evaluate(_RUN)
    return [
        Finding(violation["id"], violation["impact"], [node["html"] for node in violation["nodes"]])
        for violation in found["violations"]
        if violation["impact"] in _GRAVE
    ]


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
