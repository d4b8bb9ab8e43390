"""The whole path in real browsers: other pages show a change, whichever part is down."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import (
    Absence,
    People,
    cell,
    frame_with,
    row,
    save_new,
    state_of,
    toasts,
    wait_until_live,
    without,
)
from tools.kit.desk import Desk

# A busy machine may stop for so long.
STALL_SECONDS = 1.5

HOSTILE = [
    '<script>document.title = "owned"</script>',
    '"><img src=x onerror="document.title=1">',
    "{{ 7 * 7 }} {% now 'Y' %} ${7*7}",
    "'; DROP TABLE forecasts_forecast; --",
    "</template></td></tr></table><h1>out</h1>",
    "javascript:alert(1)",
    "\u202eright to left\u202c and e\u0301 🌧️ 漢字",
    "&lt;b&gt; &amp; &#39;",
    "A" * 100,
]


def test_a_form_s_change_is_shown_in_another_browser_immediately(people: People) -> None:
    ada, grace = people.open("ada"), people.open("grace")

    made = save_new(grace, Summary="Rain")

    expect(cell(ada, made, "location")).to_have_text("Bergen")
    expect(cell(ada, made, "temperatureC")).to_have_text("12")
    expect(cell(ada, made, "temperatureF")).to_have_text("54")
    expect(cell(ada, made, "date")).to_have_text("Sat 25 Oct 2025")
    expect(toasts(ada)).to_contain_text(["grace added Bergen, 25 Oct: 12 °C, Rain"])
    expect(toasts(grace)).to_have_count(0)


def test_an_edit_changes_the_cells_and_shows_the_old_values(people: People) -> None:
    made = people.post(location="Turku", temperatureC=21).body["id"]
    ada, grace = people.open("ada"), people.open("grace")

    row(grace, made).get_by_role("link", name="Edit").click()
    grace.get_by_label("Temperature (°C)").fill("23.5")
    grace.get_by_role("button", name="Save").click()

    expect(cell(ada, made, "temperatureC")).to_have_text("23.5")
    expect(toasts(ada)).to_contain_text(["grace changed Turku, 25 Oct: 21 °C → 23.5 °C"])
    expect(grace.get_by_text("Forecast for Turku on 25 Oct saved.")).to_be_visible()
    expect(row(ada, made)).to_have_attribute("data-version", "2")


def test_a_stale_deletion_shows_what_changed_before_it_is_repeated(people: People) -> None:
    made = people.post(location="Umeå", temperatureC=4, summary="Fog").body["id"]
    page = people.open("ada")

    row(page, made).get_by_role("link", name="Delete").click()
    people.send("PATCH", f"/{made}", {"temperatureC": 9, "summary": "Sun"})
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete").press("Enter")

    expect(dialog.get_by_role("alert")).to_contain_text("Look at it again")
    expect(dialog.get_by_role("alert")).to_contain_text("4 °C → 9 °C, “Fog” → “Sun”")
    expect(dialog.get_by_role("button", name="Delete")).to_be_focused()


def test_the_page_that_deletes_shows_only_the_undo_toast(people: People) -> None:
    made = people.post(location="Umeå").body["id"]
    ada, grace = people.open("ada"), people.open("grace")

    row(grace, made).get_by_role("link", name="Delete").click()
    grace.get_by_role("dialog").get_by_role("button", name="Delete").click()

    expect(toasts(ada)).to_contain_text(["grace deleted Umeå, 25 Oct"])
    frame_with(grace, "deleted", made)  # it received the event, and recognised its own deletion
    expect(row(ada, made)).to_have_count(0)
    expect(row(grace, made)).to_have_count(0)
    expect(toasts(grace)).to_have_count(1)
    expect(toasts(grace)).to_contain_text(["The forecast was deleted."])


def test_an_api_change_is_shown_in_all_browsers(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [people.open("ada"), people.open()]

    answer = people.post(location="Paris")

    assert answer.status == 201
    made = answer.body["id"]
    for page in pages:
        expect(cell(page, made, "location")).to_have_text("Paris")
        expect(toasts(page)).to_contain_text(["ada added Paris, 25 Oct: 25 °C, Warm"])
    late = [frame_with(page, "created", made) - answer.at for page in pages]
    with capsys.disabled():
        print(f"\nfrom the POST's answer to the frames: {_ms(late)} (POST {_ms([answer.took])})")  # noqa: T201


@pytest.fixture(params=["subscriber", "broker", "broker's answers"])
def absence(request: pytest.FixtureRequest, staffed_desk: Desk) -> Absence:
    desk = staffed_desk
    return {
        "subscriber": without(lambda: desk.stop("subscriber"), lambda: desk.start("subscriber")),
        "broker": without(desk.broker.stop, desk.broker.start),
        "broker's answers": without(desk.broker.pause, desk.broker.resume),
    }[request.param]


def test_a_form_s_change_needs_neither_subscriber_nor_broker(
    people: People, absence: Absence
) -> None:
    ada, grace = people.open("ada"), people.open("grace")

    with absence:
        made = save_new(grace, Location="Kiruna")

        expect(cell(ada, made, "location")).to_have_text("Kiruna")
        expect(toasts(ada)).to_contain_text(["grace added Kiruna, 25 Oct: 12 °C"])


def test_an_api_change_without_subscriber_or_broker_is_at_most_a_poll_late(
    people: People, absence: Absence, capsys: pytest.CaptureFixture[str]
) -> None:
    page = people.open("ada")

    def posted() -> tuple[float, float]:
        answer = people.post(location="Lund", session=page)
        assert answer.status == 201
        late = frame_with(page, "created", answer.body["id"]) - answer.at
        expect(row(page, answer.body["id"])).to_be_visible()
        return answer.took, max(late, 0)

    usual = [max(times) for times in zip(*(posted() for _ in range(3)), strict=True)]
    with absence:
        took, late = posted()

    with capsys.disabled():
        print(f"\nPOST {_ms([took])}, its frame after {_ms([late])}; else {_ms(usual)}")  # noqa: T201
    # Promised: the answer within 0.5 s and the frame within 3 s, with a hub that polls every 2 s.
    # The time that a loaded machine needs for both when every part runs is added, and a stall.
    assert took <= 0.5 + usual[0] + STALL_SECONDS
    assert late <= 3 + usual[1] + STALL_SECONDS


def test_a_page_shows_a_lost_connection_and_catches_up_without_a_reload(
    people: People,
) -> None:
    page = people.open()
    page.evaluate("window.sameDocument = true")

    people.desk.kill("web1")
    expect(state_of(page)).to_have_attribute("data-state", re.compile("reconnecting|offline"))
    missed = people.post(location="Visby").body["id"]
    expect(state_of(page)).to_have_text(re.compile(r"Offline since \d\d:\d\d"), timeout=30_000)
    people.desk.start("web1")

    wait_until_live(page)
    expect(state_of(page)).to_have_text("Live")
    expect(cell(page, missed, "location")).to_have_text("Visby")
    assert page.evaluate("window.sameDocument")


def test_a_restarted_web_process_closes_its_sockets_and_pages_reconnect(people: People) -> None:
    page = people.open()

    people.desk.stop("web1")
    people.desk.start("web1")
    answer = people.post(location="Vaasa")

    expect(cell(page, answer.body["id"], "location")).to_have_text("Vaasa", timeout=30_000)
    wait_until_live(page)


def test_hostile_text_is_shown_as_text(people: People) -> None:
    page = people.open("grace")
    title = page.title()

    for text in HOSTILE:
        made = people.post(location=text, summary=text).body["id"]

        expect(cell(page, made, "location")).to_have_text(text)
        expect(cell(page, made, "summary")).to_have_text(text)
        page.wait_for_function(
            "text => [...document.querySelectorAll('.toast-body')]"
            ".some(body => body.textContent.includes(text.slice(0, 40))"
            " || /added \\d+ forecasts/.test(body.textContent))",
            arg=text,
        )
        row(page, made).get_by_role("link", name="Delete").click()
        expect(page.get_by_role("dialog")).to_contain_text(text)
        page.get_by_role("button", name="Keep it").click()

    assert page.title() == title
    assert page.evaluate("watched.violations") == []
    expect(page.locator("td script, td img, td h1, .toast img")).to_have_count(0)


def test_an_import_is_one_toast_that_counts(people: People, staffed_desk: Desk) -> None:
    page = people.open()
    lines = [f"2024-01-{day:02},{day},,Import town" for day in range(1, 31)]
    file = staffed_desk.folder / "month.csv"
    file.write_text("date,temperatureC,summary,location\n" + "\n".join(lines), encoding="utf-8")

    staffed_desk.manage("import_forecasts", str(file))

    expect(toasts(page)).to_have_count(1)
    expect(toasts(page)).to_contain_text(re.compile("30 forecasts imported by"))
    expect(page.locator("#table").get_by_text("Import town")).to_have_count(30)
    assert _dates(page) == sorted(_dates(page))


def test_the_page_stays_usable_at_320_pixels(people: People) -> None:
    made = people.post(location="W" * 100, summary="M" * 200).body["id"]
    page = people.open("ada", viewport={"width": 320, "height": 640})

    expect(row(page, made)).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_forms_work(people: People) -> None:
    page = people.open("ada", java_script_enabled=False)

    expect(state_of(page)).to_have_text("Not live: reload to see changes")
    made = save_new(page, Location="Tallinn")
    expect(page.get_by_text("Forecast for Tallinn on 25 Oct saved.")).to_be_visible()
    row(page, made).get_by_role("link", name="Edit").click()
    page.get_by_label("Summary").fill("Sleet")
    page.get_by_role("button", name="Save").click()
    expect(cell(page, made, "summary")).to_have_text("Sleet")
    row(page, made).get_by_role("link", name="Delete").click()
    expect(page.get_by_role("heading", name="Delete this forecast?")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Forecast for Tallinn on 25 Oct deleted.")).to_be_visible()
    expect(row(page, made)).to_have_count(0)


def _dates(page: Page) -> list[str]:
    times = page.locator("tbody tr time")
    return [str(date) for date in times.evaluate_all("times => times.map(time => time.dateTime)")]


def _ms(seconds: list[float]) -> str:
    return ", ".join(f"{1000 * value:.0f} ms" for value in seconds)
