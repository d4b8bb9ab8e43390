"""`make screenshots`: pictures of the pages at desktop and phone width, light and dark.

A real desk with the demo's forecasts, and a real browser. The pictures go into docs/screenshots/.
"""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.kit import chromium
from tools.kit.desk import Desk

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")
PAGES = {
    "forecasts": "/weatherforecast/",
    "new": "/weatherforecast/create",
    "edit": "/weatherforecast/1/edit",
    "history": "/weatherforecast/1/history",
    "admin": "/admin/forecasts/forecast/",
    "journal": "/admin/journal/journalentry/",
}

# The forecasts of a desk in the middle of a day.
_SOME_CHANGES = """
from decimal import Decimal
from forecasts import services
from weather.actor import acting_as
with acting_as(actor="ada", source="/weather/api"):
    services.update_forecast(forecast_id=1, temperature_c=Decimal("-4.2"), summary="Light snow")
with acting_as(actor="demo", source="/weather/web"):
    services.update_forecast(forecast_id=3, temperature_c=Decimal("0.5"))
    services.delete_forecast(forecast_id=9)
"""


def take(desk: Desk, browser: Browser) -> Iterator[Path]:
    """Take every page in every width and scheme, and yield each picture's path."""
    for scheme in SCHEMES:
        for width, (x, y) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": x, "height": y},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            _log_in(page, desk.web_url)
            for name, path in PAGES.items():
                page.goto(desk.web_url + path)
                if name == "forecasts":
                    page.wait_for_selector('#connection-state[data-state="live"]')
                    page.wait_for_selector("#chart .legend button")
                picture = FOLDER / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=picture)
                yield picture
            context.close()


def main() -> None:
    """Start a desk with the demo's data and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Desk(settings={"WEATHER_DEMO": "1"}) as desk, sync_playwright() as playwright:
        desk.manage("seed_demo")
        desk.manage("shell", "--no-imports", "--command", _SOME_CHANGES)
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.launch_arguments())
        )
        for picture in take(desk, browser):
            print(picture.relative_to(FOLDER.parents[1]))


def _log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/weatherforecast/**")


if __name__ == "__main__":
    main()
