"""The admin in a real browser: it works under the site's policy without a violation."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, expect

from tests.e2e.people import PATIENCE_MS
from tools.kit.desk import Desk

ADMIN = ("root", "root-may-all")
LIST = "/admin/forecasts/forecast/"
SCREENS: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
HOSTILE = [
    '<script>document.title = "owned"</script>',
    '"><img src=x onerror="document.title=1">',
    '<p x-data x-init="document.title = 1" x-text="1"></p>',
    "{{ 7 * 7 }} {% now 'Y' %} ${7*7}",
    "&lt;b&gt; &amp; &#39; \u202eright to left\u202c",
]
PAGES = [
    "/admin/",
    LIST,
    f"{LIST}?day=past&location=Oslo&q=Warm",
    f"{LIST}add/",
    f"{LIST}1/change/",
    f"{LIST}1/delete/",
    f"{LIST}1/history/",
    "/admin/journal/journalentry/",
    "/admin/journal/journalentry/1/change/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/1/change/",
    "/admin/auth/group/add/",
    "/admin/password_change/",
]

# Collects policy violations; it is installed before the page's own scripts run.
REPORTS = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
"""


@pytest.fixture(scope="module")
def admin_desk(desk: Desk) -> Desk:
    """Return the desk with a superuser, and a forecast whose texts are hostile."""
    desk.add_account(*ADMIN, superuser=True)
    make(desk, *HOSTILE)
    return desk


@pytest.fixture
def page(admin_desk: Desk, browser: Browser) -> Generator[Page]:
    """Yield a logged-in page of the admin at desktop width."""
    with opened(admin_desk, browser) as page:
        yield page


@contextmanager
def opened(desk: Desk, browser: Browser, width: str = "desk", **options: Any) -> Iterator[Page]:
    """Log in, and check at the end that no page reported a violation or an error."""
    context = browser.new_context(
        base_url=desk.web_url, viewport=SCREENS[width], locale="en-GB", **options
    )
    complaints = watch(context)
    try:
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Username").fill(ADMIN[0])
        page.get_by_label("Password").fill(ADMIN[1])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: url == f"{desk.web_url}/admin/")
        yield page
        assert refused(page) == []
        assert complaints == []
    finally:
        context.close()


def watch(context: BrowserContext) -> list[str]:
    """Collect the console errors and uncaught exceptions of all pages."""
    complaints: list[str] = []
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(REPORTS)
    context.on("weberror", lambda error: complaints.append(str(error.error)))

    def on_console(message: Any) -> None:
        # A refused save is answered with 409, which browsers also log as an error.
        if message.type == "error" and "409 (Conflict)" not in message.text:
            complaints.append(message.text)

    context.on("console", on_console)
    return complaints


def refused(page: Page) -> list[str]:
    """Return the policy violations on this page."""
    return list(page.evaluate("window.refused"))


def colour_scheme(page: Page) -> str:
    """Return the page's colour scheme, derived from its colours."""
    dark = page.evaluate(
        "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] < 128"
    )
    return "dark" if dark else "light"


def make(desk: Desk, *summaries: str, **fields: Any) -> None:
    """Make a forecast for each of the summaries."""
    run(
        desk,
        f"for summary in {summaries!r}: services.create_forecast("
        "date=dt.date(2025, 10, 25), temperature_c=Decimal(21), location=summary[:100], "
        "summary=summary)",
    )


def run(desk: Desk, code: str) -> None:
    """Run code as grace acting over the API."""
    before = (
        "import datetime as dt; from decimal import Decimal; from forecasts import services; "
        "from weather.actor import acting_as\n"
        "with acting_as(actor='grace', source='/weather/api'):\n    "
    )
    desk.manage("shell", "--no-imports", "--command", before + code)


def count(page: Page) -> int:
    """Return the number of journal entries, as the admin's list has it."""
    page.goto("/admin/journal/journalentry/")
    return int(page.locator("#result_list tbody tr").first.locator("a").first.inner_text())


@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_violates_the_policy_or_is_wider_than_the_screen(
    admin_desk: Desk, browser: Browser, scheme: str, width: str
) -> None:
    with opened(admin_desk, browser, width, color_scheme=scheme) as page:
        for path in PAGES:
            page.goto(path)
            assert colour_scheme(page) == scheme, path
            assert refused(page) == [], path
            assert (
                page.evaluate("document.documentElement.scrollWidth") <= SCREENS[width]["width"]
            ), path
            assert page.title() not in {"owned", "1"}, path


def test_hostile_texts_are_shown_as_text(page: Page) -> None:
    page.goto(LIST)

    for text in HOSTILE:
        expect(page.locator("#result_list")).to_contain_text(text)
    assert page.title().startswith("Select forecast")


def test_a_stale_save_shows_both_versions_and_offers_the_choice(
    page: Page, admin_desk: Desk
) -> None:
    make(admin_desk, "Seen")
    page.goto(f"{LIST}?q=Seen")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/change/**")
    forecast_id = page.url.split("/")[-3]
    page.get_by_label("Summary").fill("Mine")
    run(admin_desk, f"services.update_forecast(forecast_id={forecast_id}, summary='Theirs')")

    page.get_by_role("button", name="Save", exact=True).click()

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("grace changed this forecast")
    expect(notice.get_by_role("row", name="Summary")).to_contain_text("Theirs")
    expect(notice.get_by_role("row", name="Summary")).to_contain_text("Mine")
    expect(page.get_by_label("Summary")).to_have_value("Mine")

    notice.get_by_role("button", name="Save mine over theirs").click()
    expect(page.locator("#result_list")).to_be_visible()
    page.goto(f"{LIST}{forecast_id}/change/")
    expect(page.get_by_label("Summary")).to_have_value("Mine")
    expect(page.locator(".desk-history li").first).to_contain_text("root changed")
    expect(page.locator(".desk-history li").first).to_contain_text("Theirs → Mine")


def test_a_deleted_forecast_s_form_becomes_a_new_one(page: Page, admin_desk: Desk) -> None:
    make(admin_desk, "Soon gone")
    page.goto(f"{LIST}?q=Soon")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/change/**")
    forecast_id = page.url.split("/")[-3]
    page.get_by_label("Summary").fill("Typed already")
    run(admin_desk, f"services.delete_forecast(forecast_id={forecast_id})")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("was deleted while you were editing it")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("Typed already")


def test_several_forecasts_are_changed_with_an_entry_for_each(page: Page, admin_desk: Desk) -> None:
    make(admin_desk, "Many 1", "Many 2", "Many 3")
    before = count(page)
    page.goto(f"{LIST}?q=Many")
    page.locator("#action-toggle").first.check()
    page.get_by_label("Action:").select_option("change_selected")
    page.get_by_role("button", name="Go").click()

    page.get_by_label("Add to the temperature").fill("1.5")
    page.get_by_role("button", name="Change them").click()

    expect(page.get_by_text("3 forecasts changed.")).to_be_visible()
    expect(page.locator("#result_list td.field-celsius")).to_have_text(["22.5"] * 3)
    assert count(page) == before + 3


def test_the_colour_scheme_can_be_switched_and_is_remembered(page: Page) -> None:
    page.goto(LIST)
    switch = page.locator("#header .theme-toggle")

    assert colour_scheme(page) == "light"
    switch.click()  # from "as the system" to light or dark, whichever the system is not
    switch.click()
    switched = colour_scheme(page)
    page.reload()

    assert page.locator("html").get_attribute("data-theme") in {"light", "dark"}
    assert colour_scheme(page) == switched


def test_a_filter_narrows_the_list_and_is_cleared(page: Page, admin_desk: Desk) -> None:
    make(admin_desk, "Filtered")
    page.goto(LIST)

    page.locator("#changelist-filter").get_by_role("link", name="28 °C and more").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(0)
    page.locator("#changelist-filter").get_by_role("link", name="Clear all filters").click()
    expect(page.locator("#result_list")).to_contain_text("Filtered")


def test_leaving_an_edited_form_asks_for_confirmation(page: Page) -> None:
    page.goto(f"{LIST}add/")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)

    page.get_by_label("Summary").fill("Half a word")
    page.goto(LIST)

    assert asked == ["beforeunload"]


def test_the_language_is_switched_on_the_page(page: Page) -> None:
    page.goto(LIST)

    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sélectionnez")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Select")
