"""The activity panel, histories, toasts and notifications in a real browser."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import PATIENCE_MS, People, log_in, toasts, wait_until_live

# Replaces the browser's Notification, whose prompts and notifications are outside of the page.
NOTIFICATIONS = """
window.notified = {asked: 0, shown: [], closed: 0};
window.Notification = class {
  static permission = "default";
  static async requestPermission() {
    window.notified.asked += 1;
    return (this.permission = "granted");
  }
  constructor(title, {body, tag}) { window.notified.shown.push({title, body, tag}); }
  close() { window.notified.closed += 1; }
};
window.lookAway = (hidden) => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


def changes(page: Page) -> Locator:
    return page.locator(".changes .change")


def import_file(people: People, name: str, count: int) -> None:
    lines = [f"2024-01-{day:02},{day},,{name}" for day in range(1, count + 1)]
    file = people.desk.folder / f"{name}.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")
    people.desk.manage("import_forecasts", str(file))


def test_a_change_is_listed_live_with_actor_place_and_values(people: People) -> None:
    made = people.post(location="Turku", temperatureC=21).body["id"]
    page = people.open()

    people.send("PATCH", f"/{made}", {"temperatureC": 23.5, "summary": ""})

    latest = changes(page).first
    expect(latest).to_contain_text("ada changed Turku, 25 Oct")
    expect(latest).to_contain_text(re.compile(r"Temperature\s*21\s°C → 23.5\s°C"))
    expect(latest).to_contain_text(re.compile(r"Summary\s*Warm → nothing"))
    expect(latest).to_contain_text("API · just now")
    expect(latest.locator("time")).to_have_attribute("title", re.compile(r"\d\d:\d\d:\d\d"))
    latest.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/weatherforecast/{made}/history$"))


def test_an_entry_added_by_the_script_equals_the_server_s(people: People) -> None:
    page = people.open()
    made = people.post(location="Same", temperatureC=-0.5, summary="").body["id"]
    people.send("PATCH", f"/{made}", {"date": "2024-02-29", "location": ""})
    people.send("DELETE", f"/{made}")
    expect(changes(page).first).to_contain_text("ada deleted the forecast for 29 Feb")
    live = [text_of(item) for item in changes(page).all()[:3]]

    page.reload()
    wait_until_live(page)

    assert [text_of(item) for item in changes(page).all()[:3]] == live


def test_an_import_is_one_entry_that_counts_live_and_opens(people: People) -> None:
    import_file(people, "Vadso", 3)
    page = people.open()
    expect(changes(page).first).to_contain_text("imported 3 forecasts of Vadso")

    import_file(people, "Tromso", 31)
    people.post(location="Between")
    import_file(people, "Alta", 1)

    expect(changes(page).nth(0)).to_contain_text("imported 1 forecast of Alta")
    expect(changes(page).nth(1)).to_contain_text("ada added Between")
    expect(changes(page).nth(2)).to_contain_text("imported 31 forecasts of Tromso")
    live = [text_of(item) for item in changes(page).all()[:5]]
    page.reload()
    wait_until_live(page)
    assert [text_of(item) for item in changes(page).all()[:5]] == live

    changes(page).nth(2).get_by_role("link").click()
    expect(page.get_by_role("heading", name="imported 31 forecasts of Tromso")).to_be_visible()
    expect(changes(page)).to_have_count(31)


def test_an_import_and_its_undo_are_one_entry_each_on_a_place_s_page(people: People) -> None:
    import_file(people, "Kirkenes", 2)
    pages = [
        people.open(path="/weatherforecast/place/Kirkenes"),
        people.open(path="/weatherforecast/activity?place=Kirkenes"),
        people.open(),
    ]
    import_file(people, "Kirkenes", 25)
    for page in pages:
        expect(changes(page).first).to_contain_text("imported 25 forecasts of Kirkenes")

    ada = people.open("ada")
    ada.goto("/weatherforecast/import")
    ada.locator("li", has_text="25 forecasts: Kirkenes.csv").get_by_role("button").click()
    toast = toasts(pages[2]).filter(has_text="ada took back 25 imported forecasts")
    expect(toast).to_be_visible()
    expect(ada.get_by_text("25 forecasts were deleted.")).to_be_visible()

    for page in pages:
        expect(changes(page).first).to_contain_text("ada took back 25 imported forecasts of Kirk")
        expect(changes(page).nth(1)).to_contain_text("imported 25 forecasts of Kirkenes")
        expect(changes(page).nth(2)).to_contain_text("imported 2 forecasts of Kirkenes")
        live = [text_of(item) for item in changes(page).all()[:3]]
        page.reload()
        assert [text_of(item) for item in changes(page).all()[:3]] == live
    changes(pages[0]).first.get_by_role("link").click()
    expect(changes(pages[0])).to_have_count(25)
    expect(pages[0].get_by_role("heading", name="ada took back 25 imported")).to_be_visible()


def test_relative_times_are_updated(people: People) -> None:
    people.post(location="Ticking")
    page = people.open()
    time = changes(page).first.locator("time")
    expect(time).to_have_text("just now")

    page.clock.install()
    page.reload()
    expect(time).to_have_text("just now")
    page.clock.fast_forward("05:00")

    expect(time).to_have_text(re.compile("[4-6] minutes ago"))


def test_a_history_is_live_and_stays_after_its_forecast_is_deleted(people: People) -> None:
    made = people.post(location="Inari").body["id"]
    page = people.open(path=f"/weatherforecast/{made}/history")

    people.post(location="Somewhere else")
    people.send("PATCH", f"/{made}", {"location": "Utsjoki"})
    expect(page.get_by_role("heading", name="Utsjoki, 25 Oct")).to_be_visible()
    expect(changes(page).first).to_contain_text("version 2")
    expect(changes(page)).to_have_count(2)
    expect(page.get_by_text("This forecast was deleted.")).to_be_hidden()
    people.send("DELETE", f"/{made}")
    expect(page.get_by_text("This forecast was deleted.")).to_be_visible()
    page.reload()

    expect(changes(page)).to_have_count(3)
    expect(page.get_by_text("This forecast was deleted.")).to_be_visible()


def test_a_history_s_chart_of_the_temperature_is_live(people: People) -> None:
    made = people.post(location="Røros", temperatureC=4).body["id"]
    people.send("PATCH", f"/{made}", {"summary": "Fog"})
    page = people.open(path=f"/weatherforecast/{made}/history")
    chart = page.locator("#temperature-line")
    expect(chart).to_be_hidden()

    people.send("PATCH", f"/{made}", {"temperatureC": 9.5})
    expect(chart).to_be_visible()
    expect(chart.locator(".chart-lines path")).to_have_attribute(
        "d", re.compile(r"^M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}$")
    )
    picture = chart.get_by_role("group")
    picture.focus()
    picture.press("End")
    expect(chart.locator(".chart-reading")).to_contain_text("9.5°")
    people.send("DELETE", f"/{made}")
    expect(chart.locator(".chart-lines circle")).to_have_count(4)

    assert page.evaluate("watched.violations") == []
    page.reload()
    expect(chart.locator(".chart-lines circle")).to_have_count(4)


def test_an_import_is_one_toast_and_a_bounded_panel(people: People) -> None:
    page = people.open()

    import_file(people, "Bulk", 31)

    expect(toasts(page)).to_have_count(1)
    expect(toasts(page)).to_contain_text(re.compile("31 forecasts imported by"))
    assert changes(page).count() <= 20
    expect(changes(page).first).to_contain_text("Import")


def test_after_an_outage_the_panel_is_complete(people: People) -> None:
    page = people.open()

    people.desk.kill("web1")
    for number in range(3):
        people.post(location=f"Outage {number}")
    people.desk.start("web1")
    wait_until_live(page)

    for number in range(3):
        expect(changes(page).nth(2 - number)).to_contain_text(f"Outage {number}")


def test_on_a_phone_the_panel_is_a_bar_that_opens(people: People) -> None:
    page = people.open(viewport={"width": 390, "height": 844})
    people.post(location="Bar")

    expect(page.locator("#activity summary")).to_contain_text("ada added Bar, 25 Oct")
    expect(changes(page).first).to_be_hidden()
    page.locator("#activity summary").press("Enter")
    expect(changes(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(changes(page).first).to_be_hidden()
    expect(page.locator("#activity summary")).to_be_focused()


def test_a_toast_is_dismissed_by_keyboard_and_the_focus_goes_back(people: People) -> None:
    page = people.open("ada")
    people.post(location="Key 1")
    people.post(location="Key 2")
    expect(toasts(page)).to_have_count(2)
    page.get_by_role("link", name="New forecast").focus()

    toasts(page).first.get_by_role("button").focus()
    page.keyboard.press("Escape")
    expect(toasts(page)).to_have_count(1)
    expect(toasts(page).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")

    expect(toasts(page)).to_have_count(0)
    expect(page.get_by_role("link", name="New forecast")).to_be_focused()


def notifying(people: People) -> Page:
    context = people.browser.new_context(base_url=people.desk.web_url)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(NOTIFICATIONS)
    page = context.new_page()
    people.close_later(context)
    log_in(page, "ada")
    wait_until_live(page)
    return page


def test_notifications_are_requested_only_by_a_press_and_remembered(people: People) -> None:
    page = notifying(people)
    button = page.get_by_role("button", name="Notify me when this page is hidden")
    expect(button).to_be_visible()
    assert page.evaluate("notified.asked") == 0

    button.click()

    on = page.get_by_role("button", name="Notifications are on", pressed=True)
    expect(on).to_be_visible()
    assert page.evaluate("notified.asked") == 1
    page.add_init_script("window.Notification.permission = 'granted'")
    page.reload()
    expect(on).to_be_visible()
    assert page.evaluate("notified.asked") == 0
    on.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_hidden_page_shows_one_notification_that_is_replaced(people: People) -> None:
    page = notifying(people)
    page.get_by_role("button", name="Notify me when this page is hidden").click()
    people.post(location="Seen")
    expect(toasts(page)).to_contain_text(["Seen"])
    assert page.evaluate("notified.shown") == []

    page.evaluate("lookAway(true)")
    import_file(people, "Hidden", 12)
    page.wait_for_function(
        "() => notified.shown.at(-1)?.title.startsWith('12 forecasts imported by')"
    )
    people.post(location="After it")
    page.wait_for_function("() => notified.shown.at(-1)?.title.startsWith('ada added After it')")

    last = page.evaluate("notified.shown.at(-1)")
    assert re.fullmatch("12 forecasts imported by .+", last["body"])
    assert page.evaluate("new Set(notified.shown.map(({tag}) => tag)).size") == 1
    page.evaluate("lookAway(false)")
    assert page.evaluate("notified.closed") == 1


def test_without_the_notification_api_no_button_is_shown(people: People) -> None:
    context = people.browser.new_context(base_url=people.desk.web_url)
    context.add_init_script("delete window.Notification")
    page = context.new_page()
    people.close_later(context)
    page.goto("/weatherforecast/")
    wait_until_live(page)

    expect(page.locator("#notify")).to_be_hidden()
    people.post(location="Unheard")
    expect(toasts(page)).to_contain_text(["Unheard"])


def text_of(item: Locator) -> str:
    """Return an item's text without "1 minute ago", which goes on while a test compares."""
    text: str = item.evaluate(
        """item => {
            const times = [...item.querySelectorAll("time")].map((time) => time.innerText);
            return times.reduce((text, time) => text.replace(time, ""), item.innerText);
        }"""
    )
    return " ".join(text.split())
