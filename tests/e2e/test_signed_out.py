"""Every tab shows without a click that its account was logged out, and keeps typed values."""

from playwright.sync_api import Page, expect

from tests.e2e.people import People, cell, log_in, save_new, wait_until_live

LOG_IN, LOG_OUT = "Log in", "Log out"
FIVE_SECONDS = 5_000  # the promised time for the other tabs


def tab(page: Page, path: str) -> Page:
    """Open another tab of the same browser."""
    other = page.context.new_page()
    other.goto(path)
    wait_until_live(other)
    return other


def test_all_tabs_show_that_the_account_was_logged_out(people: People) -> None:
    board = people.open("ada")
    activity = tab(board, "/weatherforecast/activity")
    second = tab(board, "/weatherforecast/")
    expect(second.get_by_role("button", name=LOG_OUT)).to_be_visible()
    expect(second.get_by_role("link", name="New forecast")).to_be_visible()

    board.get_by_role("button", name=LOG_OUT).click()

    for page in (second, activity):
        expect(page.get_by_role("link", name=LOG_IN)).to_be_visible(timeout=FIVE_SECONDS)
    for page in (board, activity, second):
        expect(page.get_by_role("link", name=LOG_IN)).to_be_visible()
        expect(page.get_by_role("button", name=LOG_OUT)).to_have_count(0)
    expect(second.get_by_role("link", name="New forecast")).to_have_count(0)
    wait_until_live(second)


def test_another_account_in_another_browser_stays_logged_in(people: People) -> None:
    ada, grace = people.open("ada"), people.open("grace")

    ada.get_by_role("button", name=LOG_OUT).click()
    expect(ada.get_by_role("link", name=LOG_IN)).to_be_visible()

    # Longer than a connection stays open after its account is logged out.
    grace.wait_for_timeout(5_000)
    expect(grace.get_by_role("button", name=LOG_OUT)).to_be_visible()


def test_an_open_form_keeps_its_values_and_saves_them_after_the_next_login(
    people: People,
) -> None:
    board = people.open("ada")
    made = save_new(board, Location="Vadsø")
    form = tab(board, f"/weatherforecast/{made}/edit")
    form.get_by_label("Summary").fill("Typed before the log-out")

    board.get_by_role("button", name=LOG_OUT).click()

    expect(form.get_by_text("You were signed out")).to_be_visible(timeout=FIVE_SECONDS)
    expect(form.get_by_role("link", name=LOG_IN)).to_be_visible()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Summary")).to_have_value("Typed before the log-out")

    log_in(board, "ada", "/weatherforecast/")
    form.get_by_role("button", name="Save").click()

    expect(cell(form, made, "summary")).to_have_text("Typed before the log-out")
